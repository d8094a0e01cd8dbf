import { decodeText, encodeText, toBase64Url } from './binary.ts';

/** Bytes below which what is left of a value within base64 is too short to tell anything apart. */
const SHORTEST_INSIDE = 8;

/**
 * The ways in which programs write a value into their output: as it is, in JSON, in a URL or a form, in hexadecimal, and in
 * base64, both by itself and within something longer, as in a header of basic authentication (RFC 7617).
 */
export function spellingsOf(secret: string): ReadonlySet<string> {
  const bytes = encodeText(secret);
  // Half a surrogate pair becomes here what it becomes in any output.
  const value = decodeText(bytes);
  const encoded = encodeURIComponent(value);
  // RFC 3986 section 2.2 reserves these as well.
  const strict = encoded.replaceAll(/[!'()*]/g, (character) => `%${toHex(encodeText(character)).toUpperCase()}`);
  const json = JSON.stringify(value).slice(1, -1);
  const hex = toHex(bytes);
  return new Set([
    value,
    json,
    json.replaceAll('/', String.raw`\/`),
    asciiJson(json),
    encodeURI(value),
    encoded,
    strict,
    strict.replaceAll(/%../g, (escape) => escape.toLowerCase()),
    new URLSearchParams([['', value]]).toString().slice('='.length),
    strict.replaceAll('%20', '+'),
    hex,
    hex.toUpperCase(),
    ...base64Spellings(bytes),
  ]);
}

function base64Spellings(bytes: Uint8Array): string[] {
  const inside = [0, 1, 2]
    .map((before) => insideBase64(bytes, before))
    .filter(({ length }) => length >= SHORTEST_INSIDE);
  return [toBase64Url(bytes), ...inside].flatMap((urlSafe) => {
    const plain = urlSafe.replaceAll('-', '+').replaceAll('_', '/');
    const padding = '='.repeat((4 - (plain.length % 4)) % 4);
    return [urlSafe, plain, plain + padding];
  });
}

/** The digits that depend on these bytes alone when so many bytes, modulo 3, stand before them. */
function insideBase64(bytes: Uint8Array, before: number): string {
  const shifted = new Uint8Array(before + bytes.length);
  shifted.set(bytes, before);
  const first = Math.ceil((before * 8) / 6);
  const last = Math.floor((shifted.length * 8) / 6);
  return toBase64Url(shifted).slice(first, last);
}

function asciiJson(json: string): string {
  return json.replaceAll(
    /[^\0-\x7F]/g,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
