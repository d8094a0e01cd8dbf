import { checkExit } from '../rules/exit-code.ts';
import { probeText } from '../rules/views/secret-view.ts';
import type { Style } from '../rules/views/style.ts';
import { tableText } from '../rules/views/table.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { probeAllowed } from '../services/probing.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import type { ExitCode } from '../words/exit-codes.ts';
import type { ProbeAnswer } from '../words/probe-answer.ts';

interface Options extends RoomFlags {
  readonly probe?: true;
}

interface Checked {
  readonly name: string;
  readonly present: boolean;
  readonly probe?: ProbeAnswer;
}

/** The answer is data, whatever it is: it goes to stdout, and the exit code tells it too. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  return withSecretsRoom(context, options, async (room) => {
    const { io, terminal } = context;
    const required = await room.manager.check({ signal: io.signal });
    const present = required.filter((item) => item.present).map(({ name }) => name);
    const probes = options.probe ? await probeAllowed(context, room, present) : new Map<string, never>();
    const items = required.map(({ name, present: isThere }): Checked => {
      const probe = probes.get(name);
      return { name, present: isThere, ...(probe && { probe }) };
    });
    const { environment } = room;
    const ok = present.length === required.length;
    await terminal.answer({ environment, ok, items }, () => checkTable(items, terminal.style));
    await terminal.note(`${present.length} of ${required.length} required secrets are set (${environment}).`);
    if (!ok) await terminal.note('Set what is missing with: wicketgate setup');
    return checkExit(items);
  });
}

function checkTable(items: readonly Checked[], style: Style): string {
  const rows = items.map(({ name, present, probe }) => [
    name,
    present ? style.good('set') : style.bad('missing'),
    probe === undefined ? '' : probeText(probe, style),
  ]);
  return tableText(['NAME', 'STATE', ''], rows, style);
}
