import { assertBrand } from '@wicketgate/contract';
import { maskSecret } from '../words/secret.ts';
import { isSensitiveName } from './sensitive-names.ts';

/** Longer texts are cut after this many characters before they are searched: the search must stay cheap. */
const MAX_TEXT_LENGTH = 16_384;

/** The public id of a key has 10 characters and may be shown; whatever is longer holds part of the secret. */
const SHORTEST_KEY_BODY = 11;
const WHOLE_KEY_BODY = 48;

// Every run is bounded, so that a hostile text costs no more than its length allows.
const SCHEME = /\b(Bearer|Basic|Token|DPoP)([ \t]+)[A-Za-z0-9._~+/-]{8,}=*/gi;
const JWS = /\beyJ[A-Za-z0-9_-]{4,2048}\.[A-Za-z0-9_-]{4,8192}\.[A-Za-z0-9_-]*/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const USERINFO = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'<>]{0,1024}@/gi;
const URL_QUERY = /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s?#"'<>]{0,2048}\?)([^\s#"'<>]+)/gi;
/**
 * A parameter or an assignment, the same percent-encoded, and the same with blanks. One pass each, because a match uses up
 * what it covers: `a = token=…` holds two.
 */
const PAIRS = [
  /(\b([A-Za-z][\w.-]{0,63})=)(?!\\")[^\s&#;"'<>,]+/g,
  /(%[\dA-F]{2}([A-Za-z][\w.-]{0,63})%3D)(?:[^\s&#;"'<>,%]|%(?!26))+/gi,
  /(\b([A-Za-z][\w.-]{0,63})(?: {1,4}= {0,4}| {0,4}= {1,4}))(?!\\")[^\s&#;"'<>,=][^\s&#;"'<>,]*/g,
];
/** A member of an inspected object, whose quotes follow from the value, or an assignment. */
const quoted = (sign: ':' | '=', quote: string) =>
  new RegExp(`('?\\b[\\w.-]{1,64}'?\\s*${sign}\\s*)${quote}(?:\\\\.|[^${quote}\\\\])*(?:${quote}|$)`, 'g');
/** A member of JSON, the above, and both inside a JSON string. */
const MEMBERS = [
  /("[\w.-]{1,64}"\s*:\s*)"(?:\\.|[^"\\])*(?:"|$)/g,
  ...["'", '"', '`'].map((quote) => quoted(':', quote)),
  ...["'", '"', '`'].map((quote) => quoted('=', quote)),
  /(\\"[\w.-]{1,64}\\"\s*:\s*)\\"[^"\\]*(?:\\"|$)/g,
  /(\b[\w.-]{1,64}\s*[:=]\s*)\\"[^"\\]*(?:\\"|$)/g,
];
const HEADER_LINE = /^([ \t]*[A-Za-z][\w-]{1,63}:[ \t]*)\S[^\r\n]*/gm;
/** The same within a line, where words follow a colon as often: only what is no word. */
const COLON = /\b([A-Za-z][\w-]{1,63}:[ \t]*)((?:[^\s&#;"'`<>,{}[\]:]|:(?=\S)){6,})/g;
const NO_WORD = /\d|^.{20}/;

/** What a redactor of text looks for beyond what everybody hides. */
export interface TextPatterns {
  /** Brands whose keys are hidden wherever they stand, also mistyped or cut off. */
  readonly brands: readonly string[];
  /** Further patterns whose matches are hidden whole. */
  readonly extra: readonly RegExp[];
}

/** A function that hides keys, tokens, URL credentials and sensitive parameters inside any text. */
export function createTextRedactor(patterns: TextPatterns): (text: string) => string {
  const keys = patterns.brands.map(brandPattern);
  const extra = patterns.extra.map(everyMatch);
  return (text) => {
    let shown = text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}… [cut]` : text;
    for (const pattern of extra) shown = shown.replace(pattern, maskSecret);
    for (const pattern of keys) shown = shown.replace(pattern, maskKey);
    return redactSyntax(shown);
  };
}

function redactSyntax(text: string): string {
  const tokens = text
    .replace(PRIVATE_KEY, '[redacted private key]')
    .replace(JWS, '[redacted]')
    .replace(SCHEME, '$1$2[redacted]')
    .replace(USERINFO, '$1[redacted]@')
    .replace(URL_QUERY, (_, head: string, query: string) => head + query.replace(/[^&;]+/g, hideValue));
  const pairs = PAIRS.reduce((shown, pattern) => shown.replace(pattern, hidePair), tokens);
  const lines = pairs.replace(HEADER_LINE, (all, head: string) => hidePair(all, head, head));
  const members = MEMBERS.reduce((shown, pattern) => shown.replace(pattern, hideMember), lines);
  return members.replace(COLON, (all, head: string, value: string) =>
    NO_WORD.test(value) ? hidePair(all, head, head) : all,
  );
}

function hidePair(all: string, head: string, name: string): string {
  return isSensitiveName(name) ? `${head}[redacted]` : all;
}

/** `head` is the name with its quotes and sign, which the rule for names overlooks. What was JSON stays JSON. */
function hideMember(all: string, head: string): string {
  const quote = all.startsWith('\\', head.length) ? '\\"' : '"';
  return isSensitiveName(head) ? `${head}${quote}[redacted]${quote}` : all;
}

/** `name=value` keeps its name; a part without one could be anything. */
function hideValue(part: string): string {
  return `${part.slice(0, part.indexOf('=') + 1)}[redacted]`;
}

/** Keys, and what a sign-in is made with: refresh tokens, device codes and authorization codes. */
function brandPattern(brand: string): RegExp {
  return new RegExp(`${assertBrand(brand)}_(?:live|test|rt|dc|ac)_[0-9A-Za-z]{${SHORTEST_KEY_BODY},}`, 'g');
}

/** The end of a whole key is its checksum and may be shown; the end of a part could be secret. */
function maskKey(match: string): string {
  const body = match.slice(match.lastIndexOf('_') + 1);
  return body.length === WHOLE_KEY_BODY ? maskSecret(match) : '[redacted]';
}

function everyMatch(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
}
