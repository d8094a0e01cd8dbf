import { Refused } from '../domain/refusal.ts';

export const FORM_TYPE = /^application\/x-www-form-urlencoded[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/** The fields of a form, each of which may come once. Those without a value count as missing (RFC 6749 section 3.2). */
export function parseForm(bytes: Uint8Array): Readonly<Record<string, string>> {
  const text = decode(bytes);
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) throw new Refused({ reason: 'malformed_body', detail: 'The form has a field twice.' });
    fields.set(name, value);
  }
  return Object.fromEntries([...fields].filter(([, value]) => value !== ''));
}

/** URLSearchParams would let broken sequences through as other characters. */
function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    decodeURIComponent(text.replaceAll('+', ' '));
    return text;
  } catch (cause) {
    throw new Refused({ reason: 'malformed_body', detail: 'The form is not percent-encoded UTF-8.' }, { cause });
  }
}
