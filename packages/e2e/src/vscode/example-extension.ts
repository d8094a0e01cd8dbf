import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { Cleanup } from '../cleanup.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { workspaceRoot } from '../workspace.ts';
import { bundleForHost } from './host-bundle.ts';

const EXAMPLE = path.join(workspaceRoot, 'packages/vscode-kit/test/example');

/** Builds the example of the kit's README; answers its folder. */
export async function buildExampleExtension(cleanup: Cleanup): Promise<string> {
  const folder = path.join(await temporaryFolder('example', cleanup), 'acme-tool');
  await cp(path.join(EXAMPLE, 'acme-tool'), folder, { recursive: true });
  await bundleForHost({ entry: path.join(EXAMPLE, 'extension.ts'), file: path.join(folder, 'dist/extension.cjs') });
  return folder;
}
