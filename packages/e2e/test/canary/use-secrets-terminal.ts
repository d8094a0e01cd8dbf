import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cleanup } from '../../src/cleanup.ts';
import type { ProcessWatch } from '../../src/process-watch.ts';
import { openWindow, type TerminalWindow } from '../../src/tmux.ts';
import { PLANTED, type SecretsPlace } from './secrets-place.ts';

interface Desk {
  readonly watch: ProcessWatch | undefined;
  readonly cleanup: Cleanup;
}

/** A person at a terminal: a shell that keeps its history, hidden prompts, a page that is opened. */
export async function useTerminal(place: SecretsPlace, { watch, cleanup }: Desk): Promise<void> {
  const window = await openWindow({
    command: ['bash', '--noprofile', '--rcfile', path.join(place.vault, 'rc'), '-i'],
    cwd: place.project,
    env: place.env,
    folder: place.vault,
    cleanup,
  });
  await window.waitFor(/ready>$/);
  // tmux is nobody's child: its server runs by itself.
  watch?.follow(Number(await readFile(path.join(place.vault, 'pid'), 'utf8')));
  await converse(window);
  await window.type('exit');
  await window.ended();
  await writeFile(path.join(place.words, 'screen.txt'), await window.screen());
}

async function converse(window: TerminalWindow): Promise<void> {
  await window.type('wicketgate secrets set TYPED_TOKEN');
  await window.waitFor(/TYPED_TOKEN.*not shown/);
  await window.type(PLANTED.TYPED_TOKEN);
  await window.waitFor(/ready>\s*$/);
  await window.type('wicketgate setup --no-probe');
  await window.waitFor(/SETUP_TOKEN[\s\S]*Open https:.*\[Y\/n\]/);
  await window.press('Enter');
  await window.waitFor(/SETUP_TOKEN.*not shown/);
  await window.type(PLANTED.SETUP_TOKEN);
  await window.waitFor(/ready>\s*$/);
  for (const words of ['get TYPED_TOKEN', 'explain SETUP_TOKEN', 'list']) {
    await window.type(`wicketgate secrets ${words}`);
    await window.waitFor(/ready>\s*$/);
  }
}
