import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { WriterOrder } from './order.ts';

const PROGRAM = path.join(import.meta.dirname, 'writer.ts');

/** A writer in a process of its own. */
export interface WriterProcess {
  readonly pid: number | undefined;
  /** Every line that it has said. Complete once it has ended. */
  readonly lines: readonly string[];
  /** Lets it begin. */
  begin(): void;
  kill(): void;
  /** Its exit code, or null when it was killed. */
  readonly ended: Promise<number | null>;
}

/** Starts a writer on the built packages, and waits until it has opened its file. */
export async function startWriter(order: WriterOrder, masterKey: string): Promise<WriterProcess> {
  const env = { PATH: process.env['PATH'], WICKETGATE_MASTER_KEY: masterKey };
  const words = ['--disable-warning=ExperimentalWarning', PROGRAM, JSON.stringify(order)];
  const child = spawn(process.execPath, words, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  // It may be gone before it reads the line.
  child.stdin.on('error', () => undefined);
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  const ended = endOf(child);
  await Promise.race([once(output, 'line'), ended]);
  if (lines[0] !== 'ready') throw new Error('A writer did not open its file.');
  return { pid: child.pid, lines, begin: () => child.stdin.end('\n'), kill: () => child.kill('SIGKILL'), ended };
}

/** When all that it said has been read as well. */
async function endOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}
