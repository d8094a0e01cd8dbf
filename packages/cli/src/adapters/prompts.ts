import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';

type PromptIo = Pick<CliIo, 'stdin' | 'stderr' | 'signal'>;

/** Whether somebody can be asked: they see the question on stderr and answer at the keyboard. */
export function canAsk({ stdin, stderr }: PromptIo): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/**
 * Asks for a secret; what is typed or pasted is not shown, not even how long it is. A paste of several lines is no answer:
 * its first line is not the secret, and the others must not answer the next question.
 */
export async function askSecret(io: PromptIo, name: string): Promise<string> {
  for (;;) {
    const { line, isPaste } = await ask(io, `${name} (what you type is not shown): `);
    io.stderr.write('\n');
    if (!isPaste) return line;
    io.stderr.write('Several lines came at once, and a secret is one line: nothing of it was taken. Once more:\n');
  }
}

/**
 * Asks a question that `y` or `yes` answers with yes, and anything else with no. `enter` is what Enter alone means; only
 * where nothing is lost should that be yes. Shows what was understood and not what was typed: it may be a secret that
 * somebody pasted one question too late.
 */
export async function askYes(io: PromptIo, question: string, enter: 'yes' | 'no' = 'no'): Promise<boolean> {
  const { line } = await ask(io, `${question} ${enter === 'yes' ? '[Y/n]' : '[y/N]'} `);
  const answer = line.trim();
  const isYes = answer === '' ? enter === 'yes' : /^y(?:es)?$/i.test(answer);
  io.stderr.write(isYes ? 'yes\n' : 'no\n');
  return isYes;
}

interface Typed {
  readonly line: string;
  /** Whether more than that line came with it. */
  readonly isPaste: boolean;
}

/**
 * One line from the keyboard, of which nothing is shown. Ctrl-C, Ctrl-D and the signal end it: readline by itself would
 * wait for ever.
 */
async function ask({ stdin, stderr, signal }: PromptIo, question: string): Promise<Typed> {
  // No history: a secret must not come back with the arrow keys.
  const lines = createInterface({ input: stdin, output: nowhere(), terminal: true, historySize: 0 });
  const closed = new AbortController();
  lines.once('close', () => {
    closed.abort();
  });
  lines.once('SIGINT', () => {
    lines.close();
  });
  const more: string[] = [];
  // The first line answers the question; readline tells of the others here.
  lines.on('line', (line) => more.push(line));
  // Only now: readline has turned the terminal's own echo off, and whoever answers at once is not shown either.
  stderr.write(question);
  try {
    const line = await lines.question('', { signal: AbortSignal.any([signal, closed.signal]) });
    // What the terminal has already is read before the next turn.
    await setImmediate();
    return { line, isPaste: [...more, lines.line].some((text) => text.trim() !== '') };
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
