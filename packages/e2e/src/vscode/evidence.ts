import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Workbench } from './workbench.ts';

/** Keeps what the windows show and have said in a new folder, which stays; answers its path. */
export async function keepEvidence(windows: readonly Workbench[]): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-e2e-evidence-'));
  for (const [index, window] of windows.entries()) {
    if (window.page.isClosed()) continue;
    const name = path.join(folder, `window-${index + 1}`);
    const toasts = await window.notifications.shown().catch((error: unknown) => [String(error)]);
    await window.page.screenshot({ path: `${name}.png` }).catch(() => undefined);
    await writeFile(`${name}.txt`, ['Toasts:', ...toasts, '', 'Console:', ...window.console].join('\n'));
  }
  return folder;
}
