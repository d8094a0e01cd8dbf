import { createInterface } from 'node:readline/promises';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';

type PromptIo = Pick<CliIo, 'stdin' | 'stderr' | 'signal'>;

/** Whether somebody can be asked: they see the question on stderr and answer at the keyboard. */
export function canAsk({ stdin, stderr }: PromptIo): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Asks for a secret; what is typed or pasted is not shown, not even its length. */
export async function askSecret(io: PromptIo, message: string): Promise<string> {
  const { default: password } = await import('@inquirer/password');
  const context = { input: io.stdin, output: io.stderr, signal: io.signal, clearPromptOnDone: true };
  return password({ message, mask: false, toggleMask: false }, context).catch(interrupted);
}

/** Asks a question that only `y` or `yes` answers with yes. */
export async function askYes(io: PromptIo, question: string): Promise<boolean> {
  const lines = createInterface({ input: io.stdin, output: io.stderr, terminal: true });
  const closed = new AbortController();
  // Ctrl-C and the end of the input close the line; readline leaves the question unanswered for ever.
  lines.once('close', () => closed.abort());
  lines.once('SIGINT', () => lines.close());
  try {
    const signal = AbortSignal.any([io.signal, closed.signal]);
    const answer = await lines.question(`${question} [y/N] `, { signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (cause) {
    return interrupted(cause);
  } finally {
    lines.close();
  }
}

function interrupted(cause: unknown): never {
  throw new CommandFailure('interrupted', 'Interrupted at the question; nothing was done.', { cause });
}
