/** Scripts that are written without spaces, and Korean, whose endings stick to its words: two characters at a time stand for words. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u30fc\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
const ASCII = /^[\0-\x7f]*$/;
const ASCII_WORD = /[a-z]+|[0-9]+/g;
const ANY_WORD = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{M}])+|[0-9]+`, 'gu');
const UNSPACED_RUN = new RegExp(`^[${UNSPACED}]`, 'u');
/** Each place is decided by two or three characters beside it, so that a long run of capitals costs no more than its length. */
const CAMEL_EDGE = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g;
const ANY_CAMEL_EDGE = /(?<=[\p{Ll}0-9])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu;
/** `user's` is `user`, `don't` is `don`. */
const APOSTROPHE_END = /(?<=[a-z])['\u2019][a-z]+/g;
/** Of Latin, Greek and Cyrillic letters. Marks of other scripts change the word and stay. */
const ACCENTS = /[\u0300-\u036f]/g;

/**
 * The words of a text in lower case, in order: camelCase is taken apart, accents are folded (`Größe` is `grosse`), letters and digits are
 * apart, and what is written without spaces becomes pairs of characters.
 */
export function tokenise(text: string): string[] {
  if (ASCII.test(text)) {
    const plain = text.replaceAll(CAMEL_EDGE, ' ').toLowerCase().replaceAll(APOSTROPHE_END, '');
    return plain.match(ASCII_WORD) ?? [];
  }
  const folded = fold(text).replaceAll(APOSTROPHE_END, '');
  return (folded.match(ANY_WORD) ?? []).flatMap((run) => (UNSPACED_RUN.test(run) ? pairs(run) : [run]));
}

function fold(text: string): string {
  const split = text.normalize('NFKC').replaceAll(ANY_CAMEL_EDGE, ' ').toLowerCase();
  return split.normalize('NFD').replaceAll(ACCENTS, '').normalize('NFC').replaceAll('ß', 'ss');
}

function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`);
}
