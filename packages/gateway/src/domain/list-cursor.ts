import * as z from 'zod/mini';
import { fromBase64Url, toBase64Url, utf8 } from './encoding.ts';

const cursorSchema = z.strictObject({
  c: z.int().check(z.minimum(0)),
  /** 10 characters of a key, 16 of a session. */
  i: z.string().check(z.regex(/^[0-9A-Za-z]{10}(?:[0-9A-Za-z]{6})?$/)),
});

/** Where the next page of a list starts: opaque to callers. */
export function encodeCursor(last: { readonly createdAt: number; readonly id: string }): string {
  return toBase64Url(utf8(JSON.stringify({ c: last.createdAt, i: last.id })));
}

/** Reads a cursor; undefined when it is none of ours. */
export function decodeCursor(text: string): { readonly createdAt: number; readonly id: string } | undefined {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(new TextDecoder().decode(fromBase64Url(text))));
    return parsed.success ? { createdAt: parsed.data.c, id: parsed.data.i } : undefined;
  } catch {
    // Whatever is no base64url or no JSON is no cursor: callers get to know that, and nothing more.
    return undefined;
  }
}
