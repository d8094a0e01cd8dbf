import { cleanText } from '../rules/clean-text.ts';
import { type ImportPlan, planImport } from '../rules/import-plan.ts';
import { leftBehindText } from '../rules/left-behind.ts';
import type { ImportFormat } from '../rules/secret-import.ts';
import type { Style } from '../rules/views/style.ts';
import { tableText } from '../rules/views/table.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { readImport } from '../services/import-text.ts';
import { type KeepOptions, type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
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
    const {
      entries,
      warnings: advices,
      doubts,
    } = await readImport(context, { path, format, fernetKeyFile, environment });
    const warnings = [...advices, ...doubts];
    const seen = await room.see(entries.keys(), options.to ?? 'file');
    const plan = planImport(entries.keys(), { held: seen.held, overwrite: overwrite === true });
    const taken = new Map([...entries].filter(([name]) => !plan.kept.includes(name)));
    if (dryRun === undefined && taken.size > 0) await room.keepAll(taken, { ...options, ...(!overwrite && { seen }) });
    await terminal.answer({ environment, dryRun: dryRun === true, ...plan, warnings }, () =>
      planTable(plan, terminal.style),
    );
    for (const warning of warnings) await terminal.warn(terminal.errorStyle.warn(cleanText(warning)));
    const advice = leftBehindText(path, { given: entries, taken, doubts });
    await tellWhatRemains(context, { plan, advice, isTrial: dryRun === true });
    return EXIT.done;
  });
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
  readonly plan: ImportPlan;
  /** What to do about the source when all of it was taken. */
  readonly advice: string | undefined;
  readonly isTrial: boolean;
}

async function tellWhatRemains({ terminal }: Context, { plan, advice, isTrial }: Remains): Promise<void> {
  if (plan.kept.length > 0) await terminal.note('Names that were there already are kept; --overwrite replaces them.');
  const { added, replaced, kept } = plan;
  if (added.length + replaced.length + kept.length === 0) await terminal.note('There is no secret in it.');
  if (isTrial) await terminal.note('Nothing was changed (--dry-run).');
  else if (advice !== undefined) await terminal.note(advice);
}
