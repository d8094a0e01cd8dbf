import type { Judgement } from './examples.ts';

/** Requests that have a word before it is given a weight. */
const REQUESTS_OF_A_WORD = 3;
/** A weight is a multiple of it. */
const STEP = 0.25;
/** What is nearer to 0 is left out. */
const LEAST = 0.4;
const LINE = 110;

/** Numbers are values. */
const WORD = /^[a-z]+$/;

/** Judgements without the words of a few requests alone: they would tell of those requests, and of no other. */
export function withoutRareWords(judgements: readonly Judgement[]): Judgement[] {
  const requests = new Map<string, Set<string>>();
  for (const { query, words } of judgements) {
    for (const word of words.keys()) requests.set(word, (requests.get(word) ?? new Set()).add(query));
  }
  return judgements.map((judgement) => ({
    ...judgement,
    words: new Map(
      [...judgement.words].filter(([word]) => WORD.test(word) && (requests.get(word)?.size ?? 0) >= REQUESTS_OF_A_WORD),
    ),
  }));
}

/** The source of `leaning-words.ts`: stems by their weight, the lowest first. */
export function leaningsModule(weights: ReadonlyMap<string, number>): string {
  const steps = new Map<number, string[]>();
  for (const [word, weight] of weights) {
    const step = Math.round(weight / STEP);
    if (Math.abs(weight) >= LEAST) steps.set(step, [...(steps.get(step) ?? []), word]);
  }
  const lines = [...steps]
    .toSorted(([a], [b]) => a - b)
    .map(([step, words]) => `  [${step * STEP}, ${quoted(words.toSorted())}],\n`);
  return (
    '/** Stems of words by how far they lean; written by `packages/bench/no-match/train.ts`. */\n' +
    `export const LEANING_WORDS: readonly (readonly [number, string])[] = [\n${lines.join('')}];\n`
  );
}

function quoted(words: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line.length + word.length > LINE) {
      lines.push(line);
      line = '';
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].map((text) => `'${text.replaceAll("'", "\\'")}'`).join(' +\n    ');
}
