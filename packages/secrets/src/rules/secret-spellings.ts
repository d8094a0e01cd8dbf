import { decodeText, encodeText, toBase64Url } from './binary.ts';
import { quotedSpellings } from './quoted-spellings.ts';

/**
 * Digits below which what is left of a value within base64 is too short to tell anything apart. Six are 36 bits: of a
 * thousand secrets, one stands by chance in some 20 MB of nothing but base64.
 */
const SHORTEST_INSIDE = 6;

/** Characters of the longest value that is looked for in quotation marks: each of these spellings is as long again. */
const LONGEST_QUOTED = 4_096;

/**
 * The ways in which programs write a value into their output on one line: as it is, in JSON, in a URL or a form, and as
 * shells, programming languages and HTML quote it.
 */
export function spellingsOf(secret: string): ReadonlySet<string> {
  // Half a surrogate pair becomes here what it becomes in any output.
  const value = decodeText(encodeText(secret));
  const encoded = encodedSpellings(value);
  const json = jsonSpellings(value);
  const spellings = [value, ...json, ...encoded];
  if (value.length > LONGEST_QUOTED) return new Set(spellings);
  const twice = [...json.flatMap(jsonSpellings), ...encoded.map((text) => text.replaceAll('%', '%25'))];
  return new Set([...spellings, ...twice, ...quotedSpellings(value)]);
}

/**
 * The ways that break a value into lines at any place: in hexadecimal and in base64, both by itself and within something
 * longer, as in a header of basic authentication (RFC 7617).
 */
export function wrappedSpellingsOf(secret: string): ReadonlySet<string> {
  const bytes = encodeText(secret);
  const hex = toHex(bytes);
  return new Set([hex, hex.toUpperCase(), ...base64Spellings(bytes)]);
}

function jsonSpellings(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [json, json.replaceAll('/', String.raw`\/`), asciiJson(json)];
}

function encodedSpellings(value: string): string[] {
  const encoded = encodeURIComponent(value);
  // RFC 3986 section 2.2 reserves these as well.
  const strict = encoded.replaceAll(/[!'()*]/g, (character) => `%${toHex(encodeText(character)).toUpperCase()}`);
  return [
    encodeURI(value),
    ...[encoded, strict].flatMap((text) => [text, text.replaceAll(/%../g, (escape) => escape.toLowerCase())]),
    new URLSearchParams([['', value]]).toString().slice('='.length),
    strict.replaceAll('%20', '+'),
  ];
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
