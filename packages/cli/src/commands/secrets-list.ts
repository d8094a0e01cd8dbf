import { failureSentences, listingDocument, listingTable, type ProbedListing } from '../rules/views/secret-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { probeAllowed } from '../services/probing.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends RoomFlags {
  readonly required?: true;
  readonly missing?: true;
  readonly probe?: true;
}

/** Holds no value in any form: what it prints may be shown to anybody, a language model included. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  return withSecretsRoom(context, options, async (room) => {
    const { io, terminal } = context;
    const all = await room.manager.list({ signal: io.signal });
    const chosen = all.filter((item) => (!options.required || item.required) && (!options.missing || !item.isSet));
    const names = chosen.filter(({ isSet }) => isSet).map(({ name }) => name);
    const probes = options.probe ? await probeAllowed(context, room, names) : new Map<string, never>();
    const items = chosen.map((item): ProbedListing => {
      const probe = probes.get(item.name);
      return probe === undefined ? item : { ...item, probe };
    });
    const { environment, file } = room;
    await terminal.answer({ environment, file, items: items.map(listingDocument) }, () =>
      listingTable(items, { now: io.clock.now(), style: terminal.style }),
    );
    for (const sentence of failureSentences(items)) await terminal.warn(terminal.errorStyle.warn(sentence));
    await terminal.note(`${all.filter(({ isSet }) => isSet).length} of ${all.length} set (${environment}).`);
    return EXIT.done;
  });
}
