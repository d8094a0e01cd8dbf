/** Shares of common letter pairs below which two names have nothing to do with each other. */
const MIN_LIKENESS = 0.35;
/** Code units: names are shorter, and what a model makes up may be anything. */
const LONGEST_NAME = 200;

/** Up to `limit` names that are spelt most like the given one, best first; ties by code units. For messages. */
export function nearestNames(name: string, names: Iterable<string>, limit: number): readonly string[] {
  const wanted = pairsOf(name);
  const likely: { readonly name: string; readonly likeness: number }[] = [];
  for (const each of names) {
    const likeness = likenessOf(wanted, pairsOf(each));
    if (likeness >= MIN_LIKENESS) likely.push({ name: each, likeness });
  }
  likely.sort((a, b) => b.likeness - a.likeness || (a.name < b.name ? -1 : 1));
  return likely.slice(0, limit).map((each) => each.name);
}

/** Pairs of neighbouring letters and digits, in lower case and without what separates words. */
function pairsOf(name: string): ReadonlySet<string> {
  const plain = name
    .slice(0, LONGEST_NAME)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, at) => plain.slice(at, at + 2)));
}

/** Sørensen and Dice: 0 to 1. */
function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = one.size + other.size;
  if (all === 0) return 0;
  const common = [...one].filter((pair) => other.has(pair)).length;
  return (2 * common) / all;
}
