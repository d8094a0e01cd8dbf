/** Scripts that put no space between words: a keyword in one is looked for anywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** `c++`, `c#` and `k8s` are words. */
const WORD = /[\p{L}\p{M}\p{N}+#]+/gu;

/**
 * Which keywords stand in a text as whole words, in the order given: `pr` is in `open a PR`, and not in `improve`. A keyword of
 * several words must stand there in a row. Case and the form of characters (NFKC) do not matter.
 */
export function keywordsIn(text: string, keywords: Iterable<string>): readonly string[] {
  const plain = normal(text);
  const row = rowOf(plain);
  return [...keywords].filter((keyword) => {
    const wanted = normal(keyword);
    return UNSPACED.test(wanted) ? plain.includes(wanted) : row.includes(rowOf(wanted));
  });
}

/** Two spellings of one keyword have the same key. */
export function keywordKey(keyword: string): string {
  return UNSPACED.test(keyword) ? normal(keyword) : rowOf(normal(keyword));
}

/** Whether there is anything in a keyword that could be found. */
export function isKeyword(text: string): boolean {
  return normal(text).match(WORD) !== null;
}

const normal = (text: string) => text.normalize('NFKC').toLowerCase();

const rowOf = (plain: string) => ` ${(plain.match(WORD) ?? []).join(' ')} `;
