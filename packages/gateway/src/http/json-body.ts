import { REQUEST_LIMITS } from '@wicketgate/contract';
import { Refused } from '../domain/refusal.ts';
import { fieldError } from './field-errors.ts';

const { bodyBytes: BODY_LIMIT_BYTES, jsonDepth: MAX_DEPTH } = REQUEST_LIMITS;

const JSON_TYPE = /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/** The JSON of a request's body. An empty body means an empty object; a byte order mark is refused (RFC 8259 8.1). */
export async function readJsonBody(request: Request): Promise<unknown> {
  assertPlain(request.headers);
  const bytes = await readBytes(request);
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

function assertPlain(headers: Headers): void {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    throw new Refused({ reason: 'unsupported_media_type', detail: 'Send the body without a Content-Encoding.' });
  }
}

function assertJson(headers: Headers): void {
  if (!JSON_TYPE.test(headers.get('content-type') ?? '')) {
    throw new Refused({
      reason: 'unsupported_media_type',
      detail: 'Send the body as "Content-Type: application/json".',
    });
  }
}

/** Reads no further than the limit, whatever the headers promise. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const declared = request.headers.get('content-length');
  if (declared === '0') return new Uint8Array();
  if (Number(declared ?? 0) > BODY_LIMIT_BYTES) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(request.body)) {
    length += chunk.length;
    if (length > BODY_LIMIT_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return join(chunks, length);
}

function tooLarge(): Refused {
  return new Refused({ reason: 'body_too_large', limitBytes: BODY_LIMIT_BYTES });
}

/** The chunks of a stream; a caller who hangs up in the middle is his own fault, not ours. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new Refused({ reason: 'malformed_request', detail: 'The body broke off.' }, { cause });
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function parseJson(bytes: Uint8Array): unknown {
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
