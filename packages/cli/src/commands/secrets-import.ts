import type { Secret } from '@wicketgate/core';
import { cleanText } from '../rules/clean-text.ts';
import { type ImportPlan, planImport } from '../rules/import-plan.ts';
import type { ImportFormat } from '../rules/secret-import.ts';
import type { Style } from '../rules/views/style.ts';
import { tableText } from '../rules/views/table.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { readImport } from '../services/import-text.ts';
import { type KeepOptions, type RoomFlags, type SecretsRoom, withSecretsRoom } from '../services/secrets-room.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends RoomFlags, KeepOptions {
  readonly format?: ImportFormat;
  readonly fernetKeyFile?: string;
  readonly overwrite?: true;
  readonly dryRun?: true;
}

/** Takes every secret of a text over, or none of them. */
export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const { format, fernetKeyFile, overwrite, dryRun } = options;
  const path = args[0] ?? '-';
  return withSecretsRoom(context, options, async (room) => {
    const { terminal } = context;
    const { environment } = room;
    const { entries, warnings } = await readImport(context, { path, format, fernetKeyFile, environment });
    const held = await heldNames(room, entries, options);
    const plan = planImport(entries.keys(), { held, overwrite: overwrite === true });
    const taken = new Map([...entries].filter(([name]) => !plan.kept.includes(name)));
    if (dryRun === undefined && taken.size > 0) await room.keepAll(taken, options);
    await terminal.answer({ environment, dryRun: dryRun === true, ...plan, warnings }, () =>
      planTable(plan, terminal.style),
    );
    for (const warning of warnings) await terminal.warn(terminal.errorStyle.warn(cleanText(warning)));
    await tellWhatRemains(context, { path, plan, isTrial: dryRun === true });
    return EXIT.done;
  });
}

async function heldNames(
  room: SecretsRoom,
  entries: ReadonlyMap<string, Secret>,
  { to = 'file' }: Options,
): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  for (const name of entries.keys()) if (await room.holds(name, to)) held.add(name);
  return held;
}

function planTable({ added, replaced, kept }: ImportPlan, style: Style): string {
  const rows = [
    ...added.map((name) => [name, style.good('added')]),
    ...replaced.map((name) => [name, style.warn('replaced')]),
    ...kept.map((name) => [name, style.faint('kept as it was')]),
  ];
  return tableText(['NAME', 'OUTCOME'], rows, style);
}

interface Remains {
  readonly path: string;
  readonly plan: ImportPlan;
  readonly isTrial: boolean;
}

async function tellWhatRemains({ terminal }: Context, { path, plan, isTrial }: Remains): Promise<void> {
  if (plan.kept.length > 0) await terminal.note('Names that were there already are kept; --overwrite replaces them.');
  const { added, replaced, kept } = plan;
  if (added.length + replaced.length + kept.length === 0) await terminal.note('There is no secret in it.');
  if (isTrial) await terminal.note('Nothing was changed (--dry-run).');
  // As long as names were kept, what the source has for them may be nowhere else.
  else if (isLeftBehind(path) && added.length + replaced.length > 0 && kept.length === 0)
    await terminal.note(`The values are still in ${cleanText(path)}: delete it when all works.`);
}

/** Whether there is a file afterwards: a pipe, as `<(sops -d app.env)` gives one, is gone. */
function isLeftBehind(path: string): boolean {
  return path !== '-' && !/^\/(?:dev|proc)\//.test(path);
}
