import type { SecretFileRotation } from '@wicketgate/secrets/node';
import type { WrapChoice } from '../rules/wrap-choice.ts';
import { summaryDocument, wrapsTable } from '../rules/views/secret-file-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import { newWrap } from '../services/wrapping-keys.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends RoomFlags {
  readonly dataKey?: true;
  readonly addWrap?: readonly WrapChoice[];
  readonly removeWrap?: readonly string[];
  readonly newPassphraseFile?: string;
}

/** Replaces the data key, unless only wraps were asked for. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  return withSecretsRoom(context, options, async ({ vault, file }) => {
    const { io, terminal } = context;
    await vault.unlock(io.signal);
    const before = await vault.summary(io.signal);
    await terminal.note(`Keys before:\n${wrapsTable(before?.wraps ?? [], terminal.errorStyle)}\n`);
    const after = await vault.rotate(await rotationOf(context, options), io.signal);
    await terminal.answer({ file, before: before?.wraps ?? [], after: summaryDocument(after) }, () =>
      wrapsTable(after.wraps, terminal.style),
    );
    if (options.removeWrap !== undefined && options.dataKey === undefined) {
      await terminal.note('Whoever had a removed key may have kept the data key: replace that too with --data-key.');
    }
    return EXIT.done;
  });
}

async function rotationOf(context: Context, options: Options): Promise<SecretFileRotation> {
  const { dataKey, addWrap = [], removeWrap = [], newPassphraseFile } = options;
  const add = [];
  for (const choice of addWrap) add.push(await newWrap(context, choice, newPassphraseFile));
  const replacesKey = dataKey ?? (addWrap.length === 0 && removeWrap.length === 0);
  return { add, remove: removeWrap, ...(replacesKey && { dataKey: true }) };
}
