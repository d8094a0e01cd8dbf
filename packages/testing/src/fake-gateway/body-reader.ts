import { REQUEST_LIMITS } from '@wicketgate/contract';
import { Refusal } from './refusal.ts';

/** The media type of a JSON body: UTF-8 may be named, nothing else (RFC 8259 section 8.1). */
const JSON_TYPE = /^application\/json(?:\s*;\s*charset\s*=\s*(?:utf-8|"utf-8"))?\s*$/i;

/** The JSON body of a request; an empty one counts as an empty object. */
export async function readJson(request: Request): Promise<unknown> {
  const encoding = request.headers.get('content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    throw new Refusal('unsupported_media_type', { detail: 'The body must not be encoded.' });
  }
  const bytes = await readBytes(request, REQUEST_LIMITS.bodyBytes);
  if (bytes.length === 0) return {};
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) {
    throw new Refusal('unsupported_media_type', { detail: 'The body must be application/json in UTF-8.' });
  }
  return parseJson(bytes);
}

/** The body of a request, as long as it has no more bytes than the limit. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new Refusal('body_too_large');
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Breaking off cancels the stream, so that no more than the limit and one chunk is ever held.
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) throw new Refusal('body_too_large');
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function parseJson(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    // Fatal refuses what is no UTF-8; a byte order mark stays in the text, where JSON refuses it.
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Refusal('malformed_body');
  }
  checkStructure(value);
  return value;
}

/** Walks level by level instead of by recursion: a deep body must not overflow the stack. */
function checkStructure(value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const containers = level.filter((item) => typeof item === 'object' && item !== null);
    if (depth === REQUEST_LIMITS.jsonDepth && containers.length > 0) {
      throw new Refusal('malformed_body', { detail: 'The body is nested too deeply.' });
    }
    // Schemas drop this name in silence where any name is allowed, so it is refused before they look.
    if (containers.some((item) => Object.hasOwn(item, '__proto__'))) {
      throw new Refusal('unknown_field', { errors: [{ field: '__proto__', message: 'is not known' }] });
    }
    level = containers.flatMap((item) => Object.values(item) as unknown[]);
  }
}
