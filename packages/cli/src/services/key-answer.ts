import { keyDetails, type KeyAnswer } from '../rules/views/key-view.ts';
import { keyIdOf } from '../rules/key-text.ts';
import { CommandFailure } from '../words/failure.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import type { Context } from './context.ts';

/** The id out of a command's first argument. */
export function wantedKeyId(args: readonly string[]): string {
  const id = keyIdOf(args[0] ?? '');
  if (id !== undefined) return id;
  const hint = 'It has 10 letters and digits; `wicketgate keys list` shows it.';
  throw new CommandFailure('usage', 'The first argument is not the id of a key.', { hint });
}

/** Shows a key after what was done to it. */
export async function answerKey(
  { io, terminal }: Context,
  answer: { readonly key: KeyAnswer },
  done?: string,
): Promise<ExitCode> {
  if (done !== undefined) await terminal.note(done);
  await terminal.answer(answer, () => keyDetails(answer.key, { now: io.clock.now(), style: terminal.style }));
  return EXIT.done;
}
