import { Refused } from '../domain/refusal.ts';

/** The bytes of a request's body, no further than the limit, whatever the headers promise. No Content-Encoding is taken. */
export async function readBodyBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  assertPlain(request.headers);
  const declared = request.headers.get('content-length');
  if (declared === '0') return new Uint8Array();
  if (Number(declared ?? 0) > limitBytes) throw tooLarge(limitBytes);
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(request.body)) {
    length += chunk.length;
    if (length > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return join(chunks, length);
}

function assertPlain(headers: Headers): void {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    throw new Refused({ reason: 'unsupported_media_type', detail: 'Send the body without a Content-Encoding.' });
  }
}

function tooLarge(limitBytes: number): Refused {
  return new Refused({ reason: 'body_too_large', limitBytes });
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
