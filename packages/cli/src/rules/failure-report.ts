import type { FieldError } from '@wicketgate/contract';
import { WicketgateError } from '@wicketgate/core';
import type { McpError } from '@wicketgate/mcp-client';
import { SecretsError } from '@wicketgate/secrets';
import { CommandFailure, DoubtfulOutcome, ProgramNotStarted } from '../words/failure.ts';
import { adviceOn } from './advice.ts';
import { mcpAdviceOn } from './mcp-advice.ts';
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
  /** The name of the secret that it is about. */
  readonly secretName?: string;
  /** The part of an encrypted file that is damaged. */
  readonly part?: string;
  /** The members that were refused. */
  readonly fields?: readonly FieldError[];
}

/** Whatever was thrown, as a report. What nobody expected keeps its message and gets the code `unexpected`. */
export function failureOf(thrown: unknown): FailureReport {
  if (thrown instanceof CommandFailure) {
    const { code, message, hint, fields } = thrown;
    return { code, message, ...(hint !== undefined && { hint }), ...(fields && { fields }) };
  }
  if (thrown instanceof DoubtfulOutcome) return { ...failureOf(thrown.cause), hint: thrown.message };
  if (thrown instanceof ProgramNotStarted) return failureOf(thrown.cause);
  if (WicketgateError.isInstance(thrown)) return clientReport(thrown);
  if (SecretsError.isInstance(thrown)) return secretsReport(thrown);
  if (isMcpError(thrown)) return mcpReport(thrown);
  if (isAbort(thrown)) return { code: 'interrupted', message: 'Interrupted.' };
  if (isFullDisk(thrown)) {
    return {
      code: 'unwritable_file',
      message: thrown.message,
      hint: 'The disk is full or read-only: make room there.',
    };
  }
  return { code: 'unexpected', message: thrown instanceof Error ? thrown.message : 'Something unexpected was thrown.' };
}

/** Whether a request may have been acted on although this came of it. */
export function outcomeIsUnknown(thrown: unknown): boolean {
  if (!WicketgateError.isInstance(thrown)) return false;
  return UNKNOWN_OUTCOMES.includes(thrown.code) && !neverLeft(thrown);
}

const UNKNOWN_OUTCOMES: readonly FailureCode[] = [
  'aborted',
  'bad_answer',
  'internal_error',
  'offline',
  'timeout',
  'too_large_answer',
];

/** What the system says when there was no connection that a request could have gone out on. */
const NO_CONNECTION = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
];

function neverLeft(thrown: unknown): boolean {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause) {
    if (NO_CONNECTION.includes(String((cause as NodeJS.ErrnoException).code))) return true;
  }
  return false;
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

/** The brand of `McpError`. Its class is not loaded here: every command would load what speaks MCP. */
const MCP_BRAND = Symbol.for('wicketgate.mcp-error');

function isMcpError(thrown: unknown): thrown is McpError {
  return typeof thrown === 'object' && thrown !== null && MCP_BRAND in thrown;
}

function mcpReport({ code, message, attempts, retryAfterMs }: McpError): FailureReport {
  const hint = mcpAdviceOn(code);
  return {
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(attempts !== undefined && { attempts }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function secretsReport({ code, message, hint, secretName, part }: SecretsError): FailureReport {
  return {
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(secretName !== undefined && { secretName }),
    ...(part !== undefined && { part }),
  };
}

/** What only writing fails with (errno(3)), wherever it was tried. */
function isFullDisk(thrown: unknown): thrown is Error {
  return thrown instanceof Error && ['ENOSPC', 'EDQUOT', 'EROFS'].includes(String((thrown as { code?: unknown }).code));
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError';
}
