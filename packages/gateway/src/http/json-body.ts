import { REQUEST_LIMITS } from '@wicketgate/contract';
import { Refused } from '../domain/refusal.ts';
import { readBodyBytes } from './body-bytes.ts';
import { fieldError } from './field-errors.ts';

const { bodyBytes: BODY_LIMIT_BYTES, jsonDepth: MAX_DEPTH } = REQUEST_LIMITS;

export const JSON_TYPE = /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/** The JSON of a request's body. An empty body means an empty object; a byte order mark is refused (RFC 8259 8.1). */
export async function readJsonBody(request: Request): Promise<unknown> {
  const bytes = await readBodyBytes(request, BODY_LIMIT_BYTES);
  if (bytes.length === 0) return {};
  assertJson(request.headers);
  const value = parseJson(bytes);
  inspect(value, []);
  return value;
}

/** An endpoint without a body takes none: what a proxy and we read differently could smuggle a request. */
export function refuseBody(headers: Headers): void {
  const length = headers.get('content-length');
  if ((length === null || length === '0') && !headers.has('transfer-encoding')) return;
  throw new Refused({ reason: 'malformed_request', detail: 'This address takes no body with this method.' });
}

function assertJson(headers: Headers): void {
  if (!JSON_TYPE.test(headers.get('content-type') ?? '')) {
    throw new Refused({
      reason: 'unsupported_media_type',
      detail: 'Send the body as "Content-Type: application/json".',
    });
  }
}

/** JSON in UTF-8, without a byte order mark. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new Refused({ reason: 'malformed_body', detail: 'The body is not valid JSON in UTF-8.' }, { cause });
  }
}

/** What JSON allows and nobody means: bottomless nesting, half characters, members that stand for a prototype. */
function inspect(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') assertWellFormed(value, path);
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= MAX_DEPTH) {
    throw new Refused({ reason: 'malformed_body', detail: `The body is nested deeper than ${MAX_DEPTH} levels.` });
  }
  for (const [name, member] of Object.entries(value as Record<string, unknown>)) {
    const at = [...path, name];
    assertWellFormed(name, path);
    // Schemas would pass over this name in silence where any name is allowed.
    if (name === '__proto__') {
      throw new Refused({ reason: 'unknown_fields', errors: [fieldError(at, 'is not known here')] });
    }
    inspect(member, at);
  }
}

/** Half a surrogate pair is no UTF-8: it would be stored and signed as something else. */
function assertWellFormed(text: string, path: readonly string[]): void {
  if (!/\p{Surrogate}/u.test(text)) return;
  throw new Refused({ reason: 'invalid_fields', errors: [fieldError(path, 'must not hold half of a surrogate pair')] });
}
