import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Workbench } from '../../src/vscode/workbench.ts';
import { EXTENSION_FOLDER } from '../../src/vsix.ts';

/** Takes the pictures of the extension's README anew, with UPDATE_SCREENSHOTS=1. */
export async function keepScreenshot(
  workbench: Workbench,
  name: 'welcome' | 'account' | 'code' | 'tools',
): Promise<void> {
  if (process.env['UPDATE_SCREENSHOTS'] !== '1') return;
  const folder = path.join(EXTENSION_FOLDER, 'media/screenshots');
  await mkdir(folder, { recursive: true });
  await workbench.page.mouse.move(640, 400);
  await workbench.page.screenshot({ path: path.join(folder, `${name}.png`), caret: 'hide', animations: 'disabled' });
}
