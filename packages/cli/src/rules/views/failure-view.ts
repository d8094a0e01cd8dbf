import { cleanText } from '../clean-text.ts';
import type { FailureReport } from '../failure-report.ts';
import type { Style } from './style.ts';

/** A failure in a few lines: what happened, which members were refused, what to do next, and what to tell an operator. */
export function failureText(report: FailureReport, style: Style): string {
  const { code, message, hint, requestId, fields = [] } = report;
  return [
    `${style.bad('wicketgate:')} ${cleanText(message)}`,
    ...fields.map(
      (field) => `  ${cleanText(field.field === '' ? 'the request' : field.field)}: ${cleanText(field.message)}`,
    ),
    ...(hint === undefined ? [] : hint.split('\n').map((line) => `  ${cleanText(line)}`)),
    style.faint(requestId === undefined ? `  (${code})` : `  (${code}, request ${cleanText(requestId)})`),
  ].join('\n');
}
