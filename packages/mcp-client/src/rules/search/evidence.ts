import { firstField } from './field-counts.ts';
import type { PostingList } from './posting-list.ts';
import type { Match, Term } from './terms.ts';
import { FIELDS, type Field } from './tool-fields.ts';

/** A word of the request that a tool has, itself or in another form. */
export interface Finding {
  readonly term: Term;
  /** The first field, in the order of `FIELDS`, that has it. */
  readonly field: Field;
  readonly kind: Match['kind'];
}

/** What the words of a request find in each of a few tools, in the order of the request. */
export function findEvidence(terms: readonly Term[], slots: readonly number[]): Finding[][] {
  const places = new Map(slots.map((slot, at) => [slot, at]));
  const found = slots.map((): Finding[] => []);
  for (const term of terms) {
    if (term.word.role === 'quiet' || term.word.role === 'value') continue;
    const taken = new Set<number>();
    for (const match of term.matches) {
      eachPlace(match.list, places, ({ place, field }) => {
        if (taken.has(place)) return;
        taken.add(place);
        found[place]?.push({ term, field, kind: match.kind });
      });
    }
  }
  return found;
}

type OnPlace = (found: { readonly place: number; readonly field: Field }) => void;

function eachPlace(list: PostingList, places: ReadonlyMap<number, number>, onPlace: OnPlace): void {
  const { entries } = list;
  for (let at = 0; at < entries.length; at += 2) {
    const place = places.get(entries[at] ?? 0);
    if (place !== undefined) onPlace({ place, field: FIELDS[firstField(entries[at + 1] ?? 0)] ?? 'description' });
  }
}
