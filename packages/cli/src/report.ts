import { createRedactor } from '@wicketgate/core';
import { CommanderError } from 'commander';
import { createTerminal } from './adapters/terminal.ts';
import { ourWords } from './rules/argv-guard.ts';
import { exitCodeOf } from './rules/exit-code.ts';
import { failureOf, type FailureReport } from './rules/failure-report.ts';
import { usageText } from './rules/usage-text.ts';
import { failureText } from './rules/views/failure-view.ts';
import { DoubtfulOutcome, ProgramNotStarted } from './words/failure.ts';
import type { CliIo } from './words/io.ts';

/** Says what failed on stderr, in words or as one JSON document, and answers the exit code. */
export async function reportFailure(thrown: unknown, argv: readonly string[], io: CliIo): Promise<number> {
  const report = io.signal.aborted ? interruptedReport(thrown) : redacted(reportOf(thrown));
  const words = ourWords(argv);
  const terminal = createTerminal(io, {
    json: words.includes('--json'),
    quiet: words.includes('--quiet'),
    color: !words.includes('--no-color'),
  });
  // Where stderr itself is gone, the exit code is all that can still be told.
  await terminal.failure({ error: report }, () => failureText(report, terminal.errorStyle)).catch(() => undefined);
  return thrown instanceof ProgramNotStarted && !io.signal.aborted ? thrown.exitCode : exitCodeOf(report.code);
}

/** What the interrupt broke off is of no interest, unless it may have been done all the same. */
function interruptedReport(thrown: unknown): FailureReport {
  const hint = thrown instanceof DoubtfulOutcome ? { hint: thrown.message } : {};
  return { code: 'interrupted', message: 'Interrupted.', ...hint };
}

function reportOf(thrown: unknown): FailureReport {
  if (!(thrown instanceof CommanderError)) return failureOf(thrown);
  const message = usageText(thrown.message);
  return { code: 'usage', message, hint: 'Add --help to see what can be typed.' };
}

/** No message of ours holds a key; a message from elsewhere might. */
function redacted(report: FailureReport): FailureReport {
  const redact = createRedactor();
  const { message, hint } = report;
  return { ...report, message: String(redact(message)), ...(hint !== undefined && { hint: String(redact(hint)) }) };
}
