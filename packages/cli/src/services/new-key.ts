import type { AnswerOf, endpoints } from '@wicketgate/contract';
import { reasonOf } from '../adapters/input.ts';
import { reserveSecretFile, type SecretFile } from '../adapters/secret-file.ts';
import { cleanText } from '../rules/clean-text.ts';
import { outcomeIsUnknown } from '../rules/failure-report.ts';
import { keyDetails, keyTitle } from '../rules/views/key-view.ts';
import { CommandFailure, DoubtfulOutcome } from '../words/failure.ts';
import type { Context } from './context.ts';

export type NewKey = AnswerOf<typeof endpoints.keys.create>;

export interface NewKeyOptions {
  /** Where the key goes instead of stdout: a path that does not exist yet. */
  readonly keyOut: string | undefined;
  /** What happened, for people: `Made key`. */
  readonly done: string;
}

/**
 * Has a key made and hands it over, once: to stdout alone on its line, so that `KEY=$(…)` takes it, or into a new file
 * of its owner. A key that can be kept nowhere is not asked for.
 */
export async function handOverNewKey(
  context: Context,
  make: () => Promise<NewKey>,
  { keyOut, done }: NewKeyOptions,
): Promise<void> {
  const file = keyOut === undefined ? undefined : await reserveSecretFile(keyOut);
  try {
    const answer = await doubted(make);
    if (file === undefined || keyOut === undefined) await show(context, answer, done);
    else await keepInFile(context, answer, { file, keyOut, done });
  } finally {
    await file?.discard();
  }
}

/** A request that is never repeated may have been acted on although no answer came back. */
async function doubted(make: () => Promise<NewKey>): Promise<NewKey> {
  try {
    return await make();
  } catch (cause) {
    if (!outcomeIsUnknown(cause)) throw cause;
    const doubt = 'The key may have been made all the same: `wicketgate keys list` tells. Revoke it if it is there.';
    throw new DoubtfulOutcome(doubt, cause);
  }
}

async function show({ io, terminal }: Context, answer: NewKey, done: string): Promise<void> {
  const { errorStyle } = terminal;
  await terminal.note(
    `${done} ${keyTitle(answer.key)}.\n${keyDetails(answer.key, { now: io.clock.now(), style: errorStyle })}\n`,
  );
  await terminal.warn(errorStyle.warn('The key, shown this once. Keep it where secrets are kept:'));
  await terminal
    .answer(answer, () => cleanText(answer.apiKey))
    .catch((cause: unknown) => {
      throw textLost(answer.key, `could not be printed (${reasonOf(cause)})`, cause);
    });
}

async function keepInFile(
  { io, terminal }: Context,
  { key, apiKey }: NewKey,
  { file, keyOut, done }: { file: SecretFile; keyOut: string; done: string },
): Promise<void> {
  await file.keep(apiKey).catch((cause: unknown) => {
    throw textLost(key, `could not be written to ${keyOut} (${reasonOf(cause)})`, cause);
  });
  await terminal.note(`${done} ${keyTitle(key)}. Its text is in ${keyOut}, which only you can read.`);
  await terminal.answer({ key, apiKeyFile: keyOut }, () =>
    keyDetails(key, { now: io.clock.now(), style: terminal.style }),
  );
}

/** The gateway keeps no text of a key: what did not reach its owner must be ended. */
function textLost({ id }: NewKey['key'], what: string, cause: unknown): CommandFailure {
  const hint = `Run: wicketgate keys revoke ${id} --reason "text lost"`;
  return new CommandFailure('unwritable_file', `Key ${id} was made, but its text ${what} and is lost.`, {
    hint,
    cause,
  });
}
