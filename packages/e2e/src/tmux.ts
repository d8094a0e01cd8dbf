import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cleanup } from './cleanup.ts';
import type { Environment } from './environment.ts';
import { run, succeed } from './program.ts';

/** A terminal that a program runs in: its screen, its keyboard, and how the program ended. */
export interface TerminalWindow {
  /** All that the screen has shown, scrolled away or not, without colours. */
  screen(): Promise<string>;
  /** Waits until what has come since the last wait fits the pattern, and answers all that the screen has shown. */
  waitFor(pattern: RegExp): Promise<string>;
  /** Types a text and Enter. The text goes through a pipe: no process has it among its arguments. */
  type(text: string): Promise<void>;
  /** Presses one key, by tmux's name for it: `Enter`, `C-c`. */
  press(key: string): Promise<void>;
  /** Waits for the end of the program, and answers its exit code. */
  ended(): Promise<number>;
}

export interface WindowOptions {
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Environment;
  /** A new folder for the socket and the settings of tmux. */
  readonly folder: string;
  readonly cleanup: Cleanup;
}

/** The screen stays when the program has ended. */
const SETTINGS = ['set -g remain-on-exit on', 'set -g history-limit 10000', 'set -g default-terminal xterm-256color'];
/** tmux itself loses the exit code now and then. Ctrl-C is meant for the program, and not for the shell around it. */
const TELL_THE_END = ['sh', '-c', `trap : INT; "$@"; echo "Ended with $?"`, 'sh'];
const ENDED = /^Ended with (\d+)$/m;
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 50;

/** Whether tmux is installed. */
export async function hasTmux(): Promise<boolean> {
  return run('tmux', ['-V']).then(
    ({ code }) => code === 0,
    () => false,
  );
}

/** Starts a program in a terminal of 110 columns and 40 rows, with a tmux server of its own. */
export async function openWindow(options: WindowOptions): Promise<TerminalWindow> {
  const { command, cwd, env, folder, cleanup } = options;
  const settings = path.join(folder, 'tmux.conf');
  await writeFile(settings, `${SETTINGS.join('\n')}\n`);
  const socket = path.join(folder, 'tmux');
  const tmux = (args: readonly string[], input?: string) =>
    succeed('tmux', ['-S', socket, '-f', settings, ...args], { env, ...(input !== undefined && { input }) });
  await tmux(['new-session', '-d', '-x', '110', '-y', '40', '-c', cwd, '--', ...TELL_THE_END, ...command]);
  cleanup.defer(() => run('tmux', ['-S', socket, 'kill-server'], { env }));
  const screen = async () => (await tmux(['capture-pane', '-p', '-J', '-S', '-'])).trimEnd();
  let known = 0;
  const waitFor = async (pattern: RegExp) => {
    const shown = await until(screen, (text) => pattern.test(text.slice(known)), String(pattern));
    known = shown.length;
    return shown;
  };
  return {
    screen,
    waitFor,
    type: async (text) => {
      await tmux(['load-buffer', '-b', 'typed', '-'], `${text}\n`);
      await tmux(['paste-buffer', '-d', '-b', 'typed']);
    },
    press: async (key) => {
      await tmux(['send-keys', key]);
    },
    ended: async () => {
      const shown = await until(screen, (text) => ENDED.test(text), 'the end of the program');
      return Number(ENDED.exec(shown)?.[1]);
    },
  };
}

async function until(look: () => Promise<string>, isIt: (text: string) => boolean, what: string): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const text = await look();
    if (isIt(text)) return text;
    if (Date.now() > deadline) throw new Error(`${PATIENCE_MS} ms passed before ${what}:\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
