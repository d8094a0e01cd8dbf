import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';

type PromptIo = Pick<CliIo, 'stdin' | 'stderr' | 'signal'>;

/** Whether somebody can be asked: they see the question on stderr and answer at the keyboard. */
export function canAsk({ stdin, stderr }: PromptIo): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Asks for a secret; what is typed or pasted is not shown, not even how long it is. */
export async function askSecret(io: PromptIo, name: string): Promise<string> {
  const answer = await ask(io, `${name} (what you type is not shown): `, 'hidden');
  io.stderr.write('\n');
  return answer;
}

/**
 * Asks a question that `y` or `yes` answers with yes, and anything else with no. `enter` is what Enter alone means; only
 * where nothing is lost should that be yes.
 */
export async function askYes(io: PromptIo, question: string, enter: 'yes' | 'no' = 'no'): Promise<boolean> {
  const answer = (await ask(io, `${question} ${enter === 'yes' ? '[Y/n]' : '[y/N]'} `, 'shown')).trim();
  return answer === '' ? enter === 'yes' : /^y(?:es)?$/i.test(answer);
}

/** One line from the keyboard. Ctrl-C, Ctrl-D and the signal end it: readline by itself would wait for ever. */
async function ask({ stdin, stderr, signal }: PromptIo, question: string, typed: 'shown' | 'hidden'): Promise<string> {
  const hidden = typed === 'hidden';
  // No history: a secret must not come back with the arrow keys.
  const lines = createInterface({ input: stdin, output: hidden ? nowhere() : stderr, terminal: true, historySize: 0 });
  const closed = new AbortController();
  lines.once('close', () => {
    closed.abort();
  });
  lines.once('SIGINT', () => {
    lines.close();
  });
  // Only now: readline has turned the terminal's own echo off, and whoever answers at once is not shown either.
  if (hidden) stderr.write(question);
  try {
    return await lines.question(hidden ? '' : question, { signal: AbortSignal.any([signal, closed.signal]) });
  } catch (cause) {
    stderr.write('\n');
    throw new CommandFailure('interrupted', 'Interrupted at the question; nothing was done.', { cause });
  } finally {
    lines.close();
  }
}

function nowhere(): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
}
