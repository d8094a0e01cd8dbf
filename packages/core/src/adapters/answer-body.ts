import type { FetchBody } from '../ports/fetch.ts';
import { WicketgateError } from '../words/errors.ts';

/**
 * Reads a body as UTF-8 up to a limit in bytes, counted after decompression, and gives it up as soon as it is passed: a
 * few kilobytes on the wire must not fill the memory. Throws `too_large_answer`, or `bad_answer` when it is not UTF-8.
 */
export async function readBody(body: FetchBody | null, maxBytes: number): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read();
    if (done || value === undefined) return text + decode(decoder);
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      // The connection is given up either way.
      await reader.cancel().catch(() => undefined);
      throw new WicketgateError('too_large_answer', `The gateway's answer is larger than ${maxBytes} bytes.`);
    }
    text += decode(decoder, value);
  }
}

function decode(decoder: TextDecoder, piece?: Uint8Array): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch (cause) {
    throw new WicketgateError('bad_answer', "The gateway's answer is not UTF-8.", { cause });
  }
}
