import { endpoints, toWire } from '@wicketgate/contract';
import { readLines } from '../adapters/input.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { ImportDefaults } from '../rules/import-line.ts';
import { editBody, type KeyOptions } from '../rules/key-request.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';
import { importKeys, type ImportSummary, type LineResult } from './import-keys.ts';

export type BulkOptions = KeyOptions & { readonly shape?: string };

/** Imports the keys of a file of JSON lines, or of standard input for `-`; exit code 1 when a line failed. */
export async function importInBulk(context: Context, path: string, options: BulkOptions): Promise<ExitCode> {
  const { io, terminal } = context;
  const gateway = await context.gateway();
  let tried = 0;
  const onLine = async (result: LineResult) => {
    tried += 1;
    if (result.outcome === 'failed') await terminal.warn(cleanText(result.message));
    await terminal.progress(`${tried} lines done…`);
  };
  const summary = await importKeys({
    lines: readLines(path, io),
    defaults: defaultsOf(options),
    send: (body) => gateway.call(endpoints.keys.import, { body }),
    onLine,
    clock: io.clock,
    signal: io.signal,
  });
  await answerSummary(context, summary);
  return EXIT.done;
}

/** What was done is told also where the work stopped half-way; then the reason is the failure. */
async function answerSummary({ terminal }: Context, summary: ImportSummary): Promise<void> {
  const { stopped, ...counts } = summary;
  if (stopped?.line === 0) throw stopped.cause;
  const { imported, known, failed } = counts;
  const words = `${imported} imported, ${known} known already, ${failed} failed`;
  const end = stopped === undefined ? {} : { stoppedAtLine: stopped.line };
  await terminal.answer({ ...counts, ...end }, () => (stopped ? `${words}; stopped at line ${stopped.line}` : words));
  if (stopped !== undefined) throw stopped.cause;
  if (failed > 0) {
    const hint = 'Mend those lines and run the same file again: keys that are there already are left as they are.';
    throw new CommandFailure('import_incomplete', `${failed} of ${imported + known + failed} lines failed.`, { hint });
  }
}

/** What the options say of every key whose line does not say otherwise, as the wire spells it. */
function defaultsOf(options: BulkOptions): ImportDefaults {
  const common = editBody(options);
  if (!common.ok) throw new CommandFailure('usage', common.problem);
  const shape = options.shape === undefined ? {} : { shape: options.shape };
  return { ...(toWire(common.body) as ImportDefaults), ...shape };
}
