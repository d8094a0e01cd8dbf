import { write } from '../adapters/terminal.ts';
import { cleanText } from '../rules/clean-text.ts';
import { findingDocument, findingText } from '../rules/views/secret-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { wantedSecretName } from '../services/secret-argument.ts';
import { type RoomFlags, type SecretsRoom, withSecretsRoom } from '../services/secrets-room.ts';
import { hidingValues } from '../services/unknown-name.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends RoomFlags {
  readonly reveal?: true;
}

/** The value goes into a pipe. A terminal, where somebody may look on or record, and `--json`, get it with `--reveal` alone. */
export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const name = wantedSecretName(args);
  return withSecretsRoom(context, options, async (room) => {
    const { io, terminal } = context;
    const isClosed = terminal.json || (io.stdout.isTTY === true && !options.reveal);
    await hidingValues([name], room.specs, () =>
      isClosed ? describe(context, room, { name, options }) : print(context, room, name),
    );
    return EXIT.done;
  });
}

/** Asks no place below the one that has it: a program there may ask for a fingerprint. */
async function print({ io, terminal }: Context, { manager }: SecretsRoom, name: string): Promise<void> {
  const value = (await manager.require(name, { signal: io.signal })).reveal();
  await terminal.clearProgress();
  await write(io.stdout, `${io.stdout.isTTY ? cleanText(value) : value}\n`);
}

interface Wanted {
  readonly name: string;
  readonly options: Options;
}

async function describe({ io, terminal }: Context, { manager }: SecretsRoom, { name, options }: Wanted): Promise<void> {
  const finding = await manager.find(name, { signal: io.signal });
  if (finding === undefined) {
    // Says where the secret is made and which sources could not be asked.
    await manager.require(name, { signal: io.signal });
    return;
  }
  const value = options.reveal && { value: finding.secret.reveal() };
  await terminal.answer({ ...findingDocument(name, finding), ...value }, () => findingText(finding, terminal.style));
  await terminal.note('Add --reveal to see the value, or pipe it to where it is needed.');
}
