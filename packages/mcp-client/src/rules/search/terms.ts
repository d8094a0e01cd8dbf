import type { PostingList } from './posting-list.ts';
import type { Ranking } from './ranking.ts';
import type { RequestWord } from './request.ts';
import { otherForms } from './short-forms.ts';
import type { SoftTerms } from './soft-terms.ts';
import type { TermSpace } from './term-space.ts';

/** A word of a request as the catalogue has it. */
export interface Term {
  readonly word: RequestWord;
  /** What the word is worth when a tool has it: weight times idf. A word that no tool has is worth most. */
  readonly mass: number;
  /** Where it stands, itself and what stands in for it. A tool that has several has the best of them. */
  readonly matches: readonly Match[];
}

export interface Match {
  /** The word itself, another form of it, or a term that is near in meaning. */
  readonly kind: 'own' | 'form' | 'soft';
  readonly list: PostingList;
  /** What it is worth beside the word itself, which is 1, times idf. */
  readonly value: number;
  /** How much of the word it covers, 0 to 1. */
  readonly cover: number;
}

export interface Resolver {
  readonly stems: TermSpace;
  readonly ranking: Ranking;
  readonly softTerms: SoftTerms | undefined;
}

/** Looks the words of a request up: as they are, in their other forms, and at last by their meaning. */
export function resolveTerms(words: readonly RequestWord[], resolver: Resolver): Term[] {
  return words.map((word) => resolveTerm(word, resolver));
}

function resolveTerm(word: RequestWord, { stems, ranking, softTerms }: Resolver): Term {
  const own = stems.find(word.stem);
  const mass = word.weight * stems.idf(own?.size ?? 0);
  const matches: Match[] = own === undefined ? [] : [{ kind: 'own', list: own, value: stems.idf(own.size), cover: 1 }];
  for (const form of otherForms(word.stem)) {
    const list = stems.find(form.stem);
    const weight = form.weight * ranking.otherForms;
    if (list !== undefined && weight > 0)
      matches.push({ kind: 'form', list, value: weight * stems.idf(list.size), cover: weight });
  }
  if (matches.length === 0 && softTerms !== undefined && canStandFor(word)) {
    for (const near of softTerms.nearestTo(word.stem)) {
      const list = stems.find(near.stem);
      if (list !== undefined) matches.push({ kind: 'soft', list, value: near.weight * stems.idf(list.size), cover: 1 });
    }
  }
  return { word, mass, matches };
}

/** What a person names or quotes is a value for a parameter: a word that is near to it is no better. */
function canStandFor({ role }: RequestWord): boolean {
  return role !== 'name' && role !== 'value' && role !== 'quiet';
}
