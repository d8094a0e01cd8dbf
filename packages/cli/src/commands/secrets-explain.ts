import { placesTable } from '../rules/views/secret-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { wantedSecretName } from '../services/secret-argument.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

export async function run(context: Context, { args, options }: Invocation<RoomFlags>): Promise<ExitCode> {
  const name = wantedSecretName(args);
  return withSecretsRoom(context, options, async ({ manager, environment }) => {
    const { io, terminal } = context;
    const places = await manager.explain(name, { signal: io.signal });
    await terminal.answer({ name, environment, places }, () => placesTable(places, terminal.style));
    if (!places.some(({ outcome }) => outcome === 'used')) await terminal.note(`${name} is not set.`);
    return EXIT.done;
  });
}
