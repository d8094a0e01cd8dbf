import type { ExplainedPlace } from '@wicketgate/secrets';
import { placesTable } from '../rules/views/secret-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { wantedSecretName } from '../services/secret-argument.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import { refuseUnknownValue } from '../services/unknown-name.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

export async function run(context: Context, { args, options }: Invocation<RoomFlags>): Promise<ExitCode> {
  const name = wantedSecretName(args);
  return withSecretsRoom(context, options, async ({ manager, specs, environment }) => {
    const { io, terminal } = context;
    const places = await manager.explain(name, { signal: io.signal });
    const has = (wanted: ExplainedPlace['outcome']) => places.some(({ outcome }) => outcome === wanted);
    if (!has('used') && !has('failed')) refuseUnknownValue(name, specs);
    await terminal.answer({ name, environment, places }, () => placesTable(places, terminal.style));
    if (has('failed')) await terminal.note('What failed may hold it: what stands below is not used.');
    else if (!has('used')) await terminal.note(`${name} is not set.`);
    return EXIT.done;
  });
}
