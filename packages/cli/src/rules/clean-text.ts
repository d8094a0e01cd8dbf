import { stripVTControlCharacters } from 'node:util';

/**
 * Control characters, line separators, and the marks that turn text around (CVE-2021-42574): a name that holds them
 * could move the cursor, hide a row or forge one.
 */
const DANGEROUS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** What JSON.stringify leaves as it is although a terminal may act on it: DEL, C1 controls, turning marks. */
const DANGEROUS_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text from elsewhere made safe for one line of a terminal. */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text).replace(DANGEROUS, ' ').trim();
}

/** A value as JSON that says the same to a parser and nothing to a terminal. */
export function cleanJson(value: unknown): string {
  return withoutMarks(JSON.stringify(value, null, 2));
}

/** The same in one line, for a stream of documents. */
export function cleanJsonLine(value: unknown): string {
  return withoutMarks(JSON.stringify(value));
}

function withoutMarks(json: string): string {
  return json.replace(DANGEROUS_IN_JSON, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
