const FILE_ENDINGS =
  'json5?|jsonc|ya?ml|toml|ini|env|lock|txt|md|mdx|rst|log|csv|tsv|xml|html?|css|scss|[cm]?[jt]sx?|py|ipynb|rb|go|rs|java|kt|swift|php|cs|cpp|hpp|sh|sql|' +
  'pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|svg|webp|mp3|mp4|wav|zip|tar|gz';

/** Each repetition has an end, and none begins where the one before it may: a long request costs its length. */
const ADDRESS = String.raw`https?:\/\/\S+`;
const MAILBOX = String.raw`[^\s@]{1,64}@[^\s@.]{1,64}\.[^\s@]{1,64}`;
const FILE = String.raw`\b[\w-]{1,64}\.(?:${FILE_ENDINGS})\b`;
const PATH = String.raw`(?<![\w/])(?:~|\.{1,2})?\/[\w.@-]{1,64}(?:\/[\w.@-]{1,64}){0,32}`;
const COORDINATES = String.raw`-?\d{1,3}\.\d{2,12},? ?-?\d{1,3}\.\d{2,12}`;
const QUOTED = String.raw`"[^"]{1,80}"|\u201c[^\u201d]{1,80}\u201d|(?<!\w)'[^']{1,60}'(?!\w)`;
const GIVEN_NAME = String.raw`(?<=\b(?:called|named|titled) )\S{1,80}`;
const TAG = String.raw`(?<!\w)#[\w-]{1,64}`;
const CHANNEL = String.raw`(?<!\w)#[A-Za-z][\w-]{1,64}`;
const CODE = String.raw`\b(?=\w{0,64}\d)(?=\w{0,64}[A-Za-z])\w{5,}\b`;
/** Not `mp4` and `s3`: these are words. */
const NUMBER = String.raw`(?!\b[A-Za-z]{1,3}\d\b)[\w.-]{0,40}\d[\w.,:/-]{0,80}`;

const VALUE = new RegExp([QUOTED, ADDRESS, MAILBOX, PATH, FILE, GIVEN_NAME, TAG, CODE, NUMBER].join('|'), 'g');

/** What a value is, in a word that tools have. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(ADDRESS), 'url'],
  [new RegExp(MAILBOX), 'email'],
  [new RegExp(`${FILE}|${PATH}`), 'file'],
  [new RegExp(COORDINATES), 'coordinates'],
  [new RegExp(CHANNEL), 'channel'],
];

/** The quotations, addresses, codes and numbers of a request: values for parameters, and hardly ever names of tools. */
export function findValues(text: string): string[] {
  return text.match(VALUE) ?? [];
}

export function withoutValues(text: string): string {
  return text.replaceAll(VALUE, ' ');
}

/** What kinds of values a request has. */
export function kindsOfValues(text: string): string[] {
  return KINDS.filter(([pattern]) => pattern.test(text)).map(([, word]) => word);
}
