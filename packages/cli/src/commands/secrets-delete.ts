import { SecretsError, type SecretSpec } from '@wicketgate/secrets';
import { cleanText } from '../rules/clean-text.ts';
import type { Invocation } from '../services/command.ts';
import { needYes } from '../services/consent.ts';
import type { Context } from '../services/context.ts';
import { wantedSecretName } from '../services/secret-argument.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import { refuseUnknownValue } from '../services/unknown-name.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';
import { type Store, STORE_NAMES, STORES } from '../words/stores.ts';

interface Options extends RoomFlags {
  readonly from?: Store;
  readonly all?: true;
  readonly yes?: true;
}

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const name = wantedSecretName(args);
  const { all, yes, from = 'file' } = options;
  if (all && options.from !== undefined) throw new CommandFailure('usage', 'Use --from or --all, not both.');
  const places = all ? 'the encrypted file and the keyring' : STORE_NAMES[from];
  return withSecretsRoom(context, options, async (room) => {
    const { manager, specs } = room;
    const { io, terminal } = context;
    // Of all places it is known afterwards: one that cannot be asked must not keep it in the others.
    if (!all && !(await room.see([name], from)).held.has(name)) throw notThere({ name, places, specs });
    await needYes(context, {
      yes: yes === true,
      question: `Delete ${name} from ${places}?`,
      reason: `Deleting ${name} cannot be undone and needs a yes.`,
      declined: `${name} was left as it is.`,
    });
    const removed = await manager.delete(name, { from: all ? 'all' : from, signal: io.signal });
    if (removed.length === 0) throw notThere({ name, places, specs });
    await terminal.answer({ name, removed }, () => `${name} is deleted from ${storesIn(removed)}.`);
    const left = (await manager.explain(name, { signal: io.signal })).find(({ outcome }) => outcome === 'used');
    if (left) await terminal.note(`It is still found elsewhere: ${cleanText(left.place ?? left.source)}.`);
    return EXIT.done;
  });
}

interface Sought {
  readonly name: string;
  readonly places: string;
  readonly specs: readonly SecretSpec[];
}

function notThere({ name, places, specs }: Sought): SecretsError {
  refuseUnknownValue(name, specs);
  return new SecretsError('missing_secret', `${name} is not in ${places}.`, { secretName: name });
}

function storesIn(removed: readonly string[]): string {
  return STORES.filter((store) => removed.includes(store))
    .map((store) => STORE_NAMES[store])
    .join(' and ');
}
