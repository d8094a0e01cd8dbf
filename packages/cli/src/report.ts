import { createRedactor } from '@wicketgate/core';
import { CommanderError } from 'commander';
import { createTerminal } from './adapters/terminal.ts';
import { exitCodeOf } from './rules/exit-code.ts';
import { failureOf, type FailureReport } from './rules/failure-report.ts';
import { usageText } from './rules/usage-text.ts';
import { failureText } from './rules/views/failure-view.ts';
import type { ExitCode } from './words/exit-codes.ts';
import type { CliIo } from './words/io.ts';

/** Says what failed on stderr, in words or as one JSON document, and answers the exit code. */
export async function reportFailure(thrown: unknown, argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const report = io.signal.aborted ? INTERRUPTED : redacted(reportOf(thrown));
  const terminal = createTerminal(io, {
    json: argv.includes('--json'),
    quiet: argv.includes('--quiet'),
    color: !argv.includes('--no-color'),
  });
  await terminal.failure({ error: report }, () => failureText(report, terminal.errorStyle));
  return exitCodeOf(report.code);
}

const INTERRUPTED: FailureReport = { code: 'interrupted', message: 'Interrupted.' };

function reportOf(thrown: unknown): FailureReport {
  if (!(thrown instanceof CommanderError)) return failureOf(thrown);
  const message = usageText(thrown.message);
  return { code: 'usage', message, hint: 'Add --help to see what can be typed.' };
}

/** No message of ours holds a key; a message from elsewhere might. */
function redacted(report: FailureReport): FailureReport {
  const redact = createRedactor();
  return { ...report, message: String(redact(report.message)) };
}
