const ALPHABETIC = /^[a-z]+$/;
const SHORT_CORE = /^[^aeiou][aeiou][^aeiouwxy]$/;
/** No plurals: `news` is not `new`. */
const WHOLE = new Set(['news', 'always', 'during', 'something', 'anything', 'nothing', 'everything']);

/**
 * The stem of an English word in lower case: plural, `-ing` and `-ed` endings are dropped, and a final `e`, so that `creating`,
 * `created`, `creates` and `create` meet. Words of other alphabets, of up to three letters, or with digits stay as they are.
 */
export function stem(word: string): string {
  if (word.length <= 3 || WHOLE.has(word) || !ALPHABETIC.test(word)) return word;
  return withoutFinalE(withoutVerbEnding(singular(word)));
}

function singular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/[sxz]es$/.test(word) && word.length > 4) return word.slice(0, -2);
  if (/[cs]hes$/.test(word)) return word.slice(0, -2);
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
}

function withoutVerbEnding(word: string): string {
  if (word.endsWith('ing') && word.length > 5) return restored(word.slice(0, -3));
  if (word.endsWith('ed') && word.length > 4) return restored(word.slice(0, -2));
  return word;
}

/** `nam` of `naming` was `name`: had it been `nam`, the last letter would be doubled. */
function restored(word: string): string {
  return SHORT_CORE.test(word) ? `${word}e` : undoubled(word);
}

/** `stopp` of `stopping` is `stop`; `call`, `pass` and `buzz` keep both letters. */
function undoubled(word: string): string {
  const last = word.at(-1) ?? '';
  return last === word.at(-2) && !'lsz'.includes(last) ? word.slice(0, -1) : word;
}

/** Not of four letters: `note` is not `not`, and `site` is not `sit`. */
function withoutFinalE(word: string): string {
  return word.endsWith('e') && word.length > 4 ? word.slice(0, -1) : word;
}
