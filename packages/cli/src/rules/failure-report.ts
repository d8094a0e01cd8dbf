import type { FieldError } from '@wicketgate/contract';
import { WicketgateError } from '@wicketgate/core';
import { CommandFailure } from '../words/failure.ts';
import { adviceOn } from './advice.ts';
import type { FailureCode } from './exit-code.ts';

/** What is said of a failure, to people and to scripts alike. */
export interface FailureReport {
  readonly code: FailureCode;
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
  readonly requestId?: string;
  readonly attempts?: number;
  readonly retryAfterMs?: number;
  /** The members that were refused. */
  readonly fields?: readonly FieldError[];
}

/** Whatever was thrown, as a report. What nobody expected keeps its message and gets the code `unexpected`. */
export function failureOf(thrown: unknown): FailureReport {
  if (thrown instanceof CommandFailure) {
    const { code, message, hint } = thrown;
    return { code, message, ...(hint !== undefined && { hint }) };
  }
  if (WicketgateError.isInstance(thrown)) return clientReport(thrown);
  if (isAbort(thrown)) return { code: 'interrupted', message: 'Interrupted.' };
  return { code: 'unexpected', message: thrown instanceof Error ? thrown.message : 'Something unexpected was thrown.' };
}

function clientReport(error: WicketgateError): FailureReport {
  const { code, message, requestId, attempts, retryAfterMs, errors } = error;
  const hint = adviceOn(code);
  return {
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(requestId !== undefined && { requestId }),
    ...(attempts !== undefined && { attempts }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(errors && { fields: errors }),
  };
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'AbortError' || thrown.name === 'AbortPromptError');
}
