import type { NewWrap, SecretFileRotation } from '@wicketgate/secrets/node';
import { readSecretFile } from '../adapters/secret-input.ts';
import type { WrapChoice } from '../rules/wrap-choice.ts';
import { type RotationFacts, type RotationWish, sameKey, strayFile } from '../rules/rotation-flaw.ts';
import { summaryDocument, wrapsTable } from '../rules/views/secret-file-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import { newWrap } from '../services/wrapping-keys.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends RoomFlags, RotationWish {
  readonly dataKey?: true;
}

/** Replaces the data key, unless only wraps were asked for. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const flaw = strayFile(options);
  if (flaw !== undefined) throw new CommandFailure('usage', flaw);
  return withSecretsRoom(context, options, async ({ vault, file }) => {
    const { io, terminal } = context;
    const { wrap: opened } = await vault.unlock(io.signal);
    const before = (await vault.summary(io.signal))?.wraps ?? [];
    await terminal.note(`Keys before:\n${wrapsTable(before, terminal.errorStyle)}\n`);
    refuseSameKey(options, { wraps: before, opened });
    const rotation = await rotationOf(context, options);
    const after = await vault.rotate(rotation, io.signal);
    await terminal.answer({ file, before, after: summaryDocument(after) }, () =>
      wrapsTable(after.wraps, terminal.style),
    );
    if (rotation.dataKey) await terminal.note('The data key is new, and every value is encrypted anew under it.');
    if (options.removeWrap !== undefined && options.dataKey === undefined) {
      await terminal.note('Whoever had a removed key may have kept the data key: replace that too with --data-key.');
    }
    return EXIT.done;
  });
}

function refuseSameKey(options: Options, facts: RotationFacts): void {
  const same = sameKey(options, facts);
  if (same === undefined) return;
  const hint = `Add another one, or let it take the place of that: --remove-wrap ${same.id}`;
  throw new CommandFailure('usage', `The file has this key already, as ${same.id} (${same.kind}).`, { hint });
}

async function rotationOf(context: Context, options: Options): Promise<SecretFileRotation> {
  const { dataKey, addWrap = [], removeWrap = [] } = options;
  const add = [];
  for (const choice of addWrap) add.push(await addedWrap(context, choice, options));
  const replacesKey = dataKey ?? (addWrap.length === 0 && removeWrap.length === 0);
  return { add, remove: removeWrap, ...(replacesKey && { dataKey: true }) };
}

async function addedWrap(context: Context, choice: WrapChoice, options: Options): Promise<NewWrap> {
  const { newPassphraseFile, newMasterKeyFile } = options;
  if (choice !== 'master-key' || newMasterKeyFile === undefined) return newWrap(context, choice, newPassphraseFile);
  return { kind: choice, masterKey: await readSecretFile(newMasterKeyFile, context.io) };
}
