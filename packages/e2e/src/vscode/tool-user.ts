import { setTimeout } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cleanup } from '../cleanup.ts';
import { succeed } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { EXTENSION_FOLDER } from '../vsix.ts';
import { bundleForHost } from './host-bundle.ts';
import type { Workbench } from './workbench.ts';

const ENTRY = path.resolve(import.meta.dirname, '../../host-suites/tool-user.ts');
const VSCE = path.join(EXTENSION_FOLDER, 'node_modules/@vscode/vsce/vsce');
const POLL_MS = 100;
const TRIES = 300;

const MANIFEST = {
  name: 'tool-user',
  version: '0.0.0',
  publisher: 'somebody',
  displayName: 'Tool User',
  description: 'Uses the tools that language models are offered.',
  license: 'MIT',
  main: './extension.cjs',
  engines: { vscode: '^1.110.0' },
  contributes: { commands: [{ command: 'tool-user.do', category: 'Tool User', title: 'Do' }] },
};

/** Packages an extension of another publisher that uses language-model tools; answers its VSIX. */
export async function packageToolUser(cleanup: Cleanup): Promise<string> {
  const folder = await temporaryFolder('tool-user', cleanup);
  await bundleForHost({ entry: ENTRY, file: path.join(folder, 'extension.cjs') });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(MANIFEST));
  const vsix = path.join(folder, 'tool-user.vsix');
  const quiet = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];
  await succeed(process.execPath, [VSCE, 'package', ...quiet, '--out', vsix], { cwd: folder });
  return vsix;
}

export interface ToolWish {
  readonly wish: 'list' | 'start' | 'call';
  readonly name?: string;
  readonly input?: object;
}

/** Has the extension do something, and answers what came of it. `meanwhile` is what the person does until then. */
export async function askToolUser(
  workbench: Workbench,
  wish: ToolWish,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<unknown> {
  await workbench.copy('');
  await workbench.runCommand('Tool User: Do');
  await workbench.quickInput.type(JSON.stringify(wish), 'text');
  await workbench.quickInput.submit();
  await meanwhile();
  for (let left = TRIES; left > 0; left--) {
    const text = await workbench.clipboard();
    if (text !== '') return JSON.parse(text) as unknown;
    await setTimeout(POLL_MS);
  }
  throw new Error(`Nothing came of ${JSON.stringify(wish)}.`);
}
