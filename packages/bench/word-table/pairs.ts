import { stem } from '../../mcp-client/src/rules/search/stem.ts';
import { tokenise } from '../../mcp-client/src/rules/search/tokenise.ts';
import type { Pair } from './contrast.ts';
import type { Text } from './model.ts';
import type { VocabularyWord } from './vocabulary.ts';
import type { Synset } from './wordnet.ts';

export interface PairOptions {
  readonly words: readonly VocabularyWord[];
  /** 0 to 1, the same in every run. */
  readonly random: () => number;
}

/** How many of the pairs of related meanings are taken: they mean nearly the same, not the same. */
const RELATED_SHARE = 0.7;

/**
 * What means the same in a dictionary: the words of a meaning and its definition, an example and both, a meaning
 * and the one that it is a kind of. Pairs with a side of no known word are left out.
 */
export function pairsOf(synsets: readonly Synset[], { words, random }: PairOptions): Pair[] {
  const indexes = new Map(words.map((word, at) => [word.stem, at]));
  const byKey = new Map(synsets.map((synset) => [synset.key, synset]));
  const text = (...parts: readonly string[]) => textOf(parts, indexes);
  const said = ({ definition, lemmas }: Synset) => text(definition, ...lemmas);
  const pairs = synsets.flatMap((synset): Pair[] => {
    const related = synset.related === undefined ? undefined : byKey.get(synset.related);
    return [
      [text(...synset.lemmas), text(synset.definition)],
      ...synset.examples.map((example): Pair => [text(example), said(synset)]),
      ...(related !== undefined && random() < RELATED_SHARE ? [[said(synset), said(related)] satisfies Pair] : []),
    ];
  });
  return pairs.filter((pair) => pair.every((side) => side.length > 0));
}

function textOf(parts: readonly string[], indexes: ReadonlyMap<string, number>): Text {
  const found = parts.flatMap(tokenise).map((word) => indexes.get(stem(word)));
  return Uint32Array.from(new Set(found.filter((index) => index !== undefined)));
}
