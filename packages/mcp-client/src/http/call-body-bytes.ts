import { RestRefusal } from '../rules/rest/rest-problem.ts';

/** With another type a page of another origin could send it without being asked (Fetch, section 2.2.2). */
const JSON_TYPE = /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/** The bytes of a request's body, which must be JSON by its type, also an empty one; no further than the limit, whatever headers promise. */
export async function readCallBytes({ headers, body }: Request, limit: number): Promise<Uint8Array> {
  assertJson(headers);
  if (Number(headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(body)) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return joined(chunks, length);
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

/** What is not read to its end is given up. */
async function* chunksOf(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (stream === null) return;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new RestRefusal('malformed_body', { detail: 'The body broke off.' });
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
