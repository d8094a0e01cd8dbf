import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cleanup } from '../cleanup.ts';
import { succeed } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { EXTENSION_FOLDER } from '../vsix.ts';
import { bundleForHost } from './host-bundle.ts';

const ENTRY = path.resolve(import.meta.dirname, '../../host-suites/asking-tool.ts');
const VSCE = path.join(EXTENSION_FOLDER, 'node_modules/@vscode/vsce/vsce');

const MANIFEST = {
  name: 'asking-tool',
  version: '0.0.0',
  publisher: 'somebody',
  displayName: 'Asking Tool',
  description: 'Wants to act as the person.',
  license: 'MIT',
  main: './extension.cjs',
  engines: { vscode: '^1.110.0' },
  contributes: {
    commands: [
      { command: 'asking-tool.look', category: 'Asking Tool', title: 'Look for the Account' },
      { command: 'asking-tool.ask', category: 'Asking Tool', title: 'Ask for the Account' },
    ],
  },
};

/** Packages an extension of another publisher that asks VS Code for the account; answers its VSIX. */
export async function packageAskingExtension(cleanup: Cleanup): Promise<string> {
  const folder = await temporaryFolder('asking-tool', cleanup);
  await bundleForHost({ entry: ENTRY, file: path.join(folder, 'extension.cjs') });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(MANIFEST));
  const vsix = path.join(folder, 'asking-tool.vsix');
  const quiet = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];
  await succeed(process.execPath, [VSCE, 'package', ...quiet, '--out', vsix], { cwd: folder });
  return vsix;
}
