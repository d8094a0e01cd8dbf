import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** How Node runs our sources as they are. */
const FROM_SOURCE = ['--conditions=@wicketgate/source'];
const COMMAND = fileURLToPath(new URL('../src/bin.ts', import.meta.url));
const require = createRequire(import.meta.url);
const GATEWAY = join(dirname(require.resolve('@wicketgate/gateway/package.json')), 'src/bin.ts');

export interface ProcessResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProcess {
  readonly child: ChildProcess;
  /** Resolves as soon as the output so far, both streams together, holds the text. */
  seen(text: string | RegExp): Promise<string>;
  type(text: string): void;
  readonly ended: Promise<ProcessResult>;
}

/** The words that start the command in a process of its own. */
export function commandLine(argv: readonly string[]): readonly string[] {
  return [process.execPath, ...FROM_SOURCE, COMMAND, ...argv];
}

export function startCommand(argv: readonly string[], env: Readonly<Record<string, string>>): RunningProcess {
  return start(commandLine(argv), { env: { ...process.env, ...env } });
}

/** A line of bash. */
export function startShell(line: string, env: Readonly<Record<string, string>>): RunningProcess {
  return start(['bash', '--norc', '-c', line], { env: { ...process.env, ...env } });
}

export function startGatewayProcess(argv: readonly string[], env: Readonly<Record<string, string>>): RunningProcess {
  return start([process.execPath, ...FROM_SOURCE, GATEWAY, ...argv], { env: { ...process.env, ...env } });
}

/** The command on a terminal of its own, as `script` of util-linux makes one: keys typed in, screen read out. */
export function startOnTerminal(argv: readonly string[], env: Readonly<Record<string, string>>): RunningProcess {
  const words = commandLine(argv).map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`);
  const all = { ...process.env, TERM: 'xterm', NO_COLOR: '', ...env };
  // A shell that stayed would hear Ctrl-C as well, and its exit code would stand for the command's.
  return start(['script', '-qec', `exec ${words.join(' ')}`, '/dev/null'], { env: all });
}

function start([program = '', ...argv]: readonly string[], { env }: { env: NodeJS.ProcessEnv }): RunningProcess {
  const child = spawn(program, argv, { env, stdio: 'pipe' });
  const texts = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk;
      for (const listener of listeners) listener();
    });
  }
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = new Promise<ProcessResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, ...texts });
    });
  });
  const seen = (text: string | RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const all = texts.stdout + texts.stderr;
        if (typeof text === 'string' ? all.includes(text) : text.test(all)) resolve(all);
      };
      listeners.add(look);
      look();
      void ended.then(({ code }) => {
        reject(new Error(`Ended with ${code} before it printed ${String(text)}:\n${texts.stdout}${texts.stderr}`));
      });
    });
  return { child, seen, ended, type: (text) => void child.stdin.write(text) };
}
