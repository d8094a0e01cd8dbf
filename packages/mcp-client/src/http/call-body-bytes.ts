import { RestRefusal } from '../rules/rest/rest-problem.ts';

/** With another type a page of another origin could send it without being asked (Fetch, section 2.2.2). */
const JSON_TYPE = /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/** The bytes of a request's body, which must be JSON by its type, also an empty one; no further than the limit, whatever headers promise. */
export async function readCallBytes({ headers, body, signal }: Request, limit: number): Promise<Uint8Array> {
  assertJson(headers);
  if (Number(headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  let bytes = new Uint8Array(FIRST_BYTES);
  let length = 0;
  for await (const chunk of chunksOf(body, signal)) {
    if (length + chunk.length > limit) throw tooLarge(limit);
    // Copied, not collected: a body in pieces of one byte would cost a hundred times its length.
    bytes = withRoom(bytes, length + chunk.length);
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return bytes.subarray(0, length);
}

const FIRST_BYTES = 4_096;

function withRoom(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= bytes.length) return bytes;
  const larger = new Uint8Array(Math.max(length, bytes.length * 2));
  larger.set(bytes);
  return larger;
}

function assertJson(headers: Headers): void {
  if (!JSON_TYPE.test(headers.get('content-type') ?? '')) {
    throw new RestRefusal('unsupported_media_type', { detail: 'Send the body as "Content-Type: application/json".' });
  }
  if ((headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity') {
    throw new RestRefusal('unsupported_media_type', { detail: 'Send the body without a Content-Encoding.' });
  }
}

function tooLarge(limit: number): RestRefusal {
  return new RestRefusal('body_too_large', { detail: `The body may have at most ${limit} bytes.` });
}

function assertWanted({ aborted }: AbortSignal): void {
  if (aborted) throw new RestRefusal('aborted');
}

/** What is not read to its end is given up, also when its request ends: then what is waited for comes as the end. */
async function* chunksOf(stream: ReadableStream<Uint8Array> | null, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (stream === null) return;
  const reader = stream.getReader();
  const giveUp = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    for (;;) {
      assertWanted(signal);
      const { done, value } = await reader.read().catch(() => {
        throw new RestRefusal('malformed_body', { detail: 'The body broke off.' });
      });
      assertWanted(signal);
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', giveUp);
    giveUp();
  }
}
