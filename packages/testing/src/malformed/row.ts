import { ERRORS, type ErrorCode } from '@wicketgate/contract';
import type { MalformedBody, RawMalformedRequest, WebMalformedRequest } from './malformed-request.ts';

type HeaderLines = readonly (readonly [string, string])[];

export const WITH_KEY: HeaderLines = [['Authorization', 'Bearer {admin_key}']];
export const JSON_WITH_KEY: HeaderLines = [...WITH_KEY, ['Content-Type', 'application/json']];

/** A row of the table: its name, `METHOD /path`, and what comes back. */
export function row(
  name: string,
  code: ErrorCode,
  request: { readonly line: string; readonly headers?: HeaderLines; readonly body?: MalformedBody },
): WebMalformedRequest {
  const [method = '', path = ''] = request.line.split(/ (.*)/s);
  const { headers = WITH_KEY, body } = request;
  return {
    name,
    request: { method, path, headers, ...(body !== undefined && { body }) },
    expect: { status: ERRORS[code].status, code },
  };
}

/** A row with a JSON body. A text is sent as it stands, anything else is written as JSON. */
export function jsonRow(name: string, code: ErrorCode, request: { readonly line: string; readonly json: unknown }) {
  const body = typeof request.json === 'string' ? request.json : JSON.stringify(request.json);
  return row(name, code, { line: request.line, headers: JSON_WITH_KEY, body });
}

/** A row of raw lines, with a body where there is one; the connection closes after it. */
export function rawRow(
  name: string,
  code: ErrorCode,
  request: { readonly lines: readonly string[]; readonly body?: string },
): RawMalformedRequest {
  return {
    name,
    raw: [...request.lines, 'Connection: close', '', request.body ?? ''].join('\r\n'),
    expect: { status: ERRORS[code].status, code },
  };
}
