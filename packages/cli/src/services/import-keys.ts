import type { AnswerOf, endpoints } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import { failureOf } from '../rules/failure-report.ts';
import { type ImportBody, type ImportDefaults, parseImportLine } from '../rules/import-line.ts';

/** What became of one line. */
export type LineResult =
  | { readonly line: number; readonly outcome: 'imported'; readonly id: string }
  | { readonly line: number; readonly outcome: 'known' }
  | { readonly line: number; readonly outcome: 'failed'; readonly code: string; readonly message: string };

export interface ImportSummary {
  readonly imported: number;
  /** Keys that the gateway had already. */
  readonly known: number;
  readonly failed: number;
  readonly results: readonly LineResult[];
  /** What ended the import before the last line, and the last line that was read; undefined when all were tried. */
  readonly stopped?: { readonly line: number; readonly cause: unknown };
}

export interface ImportOptions {
  readonly lines: AsyncIterable<string>;
  readonly defaults: ImportDefaults;
  readonly send: (body: ImportBody) => Promise<AnswerOf<typeof endpoints.keys.import>>;
  /** Told after each line. */
  readonly onLine: (result: LineResult) => Promise<void>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** How often one line waits for its turn when the gateway asks for patience. */
const MOST_WAITS = 20;
const DEFAULT_WAIT_MS = 5_000;

/**
 * Imports line by line, in order, and goes on after a line that fails. Stops where no later line can do better: the
 * gateway refuses the caller's key, is out of reach, or the work is interrupted. Running the same file again is safe:
 * what is there already counts as known.
 */
export async function importKeys(options: ImportOptions): Promise<ImportSummary> {
  const results: LineResult[] = [];
  let line = 0;
  try {
    for await (const text of options.lines) {
      line += 1;
      if (text.trim() === '') continue;
      const result = await importLine(text, line, options);
      results.push(result);
      await options.onLine(result);
    }
    return summaryOf(results);
  } catch (cause) {
    return { ...summaryOf(results), stopped: { line, cause } };
  }
}

function summaryOf(results: readonly LineResult[]): ImportSummary {
  const count = (outcome: LineResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  return { imported: count('imported'), known: count('known'), failed: count('failed'), results };
}

async function importLine(text: string, line: number, options: ImportOptions): Promise<LineResult> {
  const parsed = parseImportLine(text, options.defaults);
  if (!parsed.ok) return { line, outcome: 'failed', code: 'bad_input', message: `Line ${line} ${parsed.problem}.` };
  try {
    const { key } = await patiently(() => options.send(parsed.body), options);
    return { line, outcome: 'imported', id: key.id };
  } catch (cause) {
    const { code, message } = failureOf(cause);
    if (code === 'conflict') return { line, outcome: 'known' };
    if (!isAboutTheLine(code)) throw cause;
    return { line, outcome: 'failed', code, message: `Line ${line}: ${message}` };
  }
}

/** A throttled request was not acted on, so it may be sent again although imports are not repeatable. */
async function patiently<Answer>(send: () => Promise<Answer>, { clock, signal }: ImportOptions): Promise<Answer> {
  for (let waits = 0; ; waits++) {
    try {
      return await send();
    } catch (cause) {
      const { code, retryAfterMs = DEFAULT_WAIT_MS } = failureOf(cause);
      if (code !== 'too_many_requests' || waits === MOST_WAITS) throw cause;
      await clock.sleep(retryAfterMs, signal);
    }
  }
}

function isAboutTheLine(code: string): boolean {
  return ['invalid_field', 'unknown_field', 'body_too_large', 'malformed_body'].includes(code);
}
