import { Secret } from '@wicketgate/core';
import type { ConfigVariables } from '../../words/server-config.ts';
import { itemsOf, type JsonPlace, memberOf, membersOf, textOf } from './json-text.ts';
import { expandVariables, type Syntax } from './variables.ts';

/** What is wrong with one place of a file. */
export interface Flaw {
  readonly place: JsonPlace;
  readonly message: string;
  readonly input?: string | undefined;
}

/** Thrown within the reading of one entry, and caught where its problem is made: the other entries are none the worse. */
export class EntryFlaw extends Error {
  readonly flaw: Flaw;

  constructor(flaw: Flaw) {
    super(flaw.message);
    this.flaw = flaw;
  }
}

/** Reads the members of one entry, with the variables filled in. Every method throws an `EntryFlaw`. */
export interface EntryReader {
  text(name: string): string | undefined;
  /** The same, not empty, or a flaw. */
  needed(name: string): string;
  texts(name: string): readonly string[];
  secrets(name: string): Readonly<Record<string, Secret>>;
}

export function createEntryReader(entry: JsonPlace, syntax: Syntax, variables: ConfigVariables): EntryReader {
  const expanded = (place: JsonPlace, text: string) => {
    const expansion = expandVariables(text, syntax, variables);
    if (expansion.ok) return expansion.text;
    throw new EntryFlaw({ place, message: expansion.problem, input: expansion.input });
  };
  const textAt = (place: JsonPlace) => {
    const text = textOf(place);
    if (text === undefined) throw new EntryFlaw({ place, message: 'It must be a text.' });
    return expanded(place, text);
  };
  const text = (name: string) => {
    const place = memberOf(entry, name);
    return place === undefined ? undefined : textAt(place);
  };
  return {
    text,
    needed: (name) => {
      const value = text(name)?.trim();
      if (value) return value;
      throw new EntryFlaw({ place: memberOf(entry, name) ?? entry, message: `The member ${name} is missing.` });
    },
    texts: (name) => {
      const place = memberOf(entry, name);
      if (place === undefined) return [];
      const items = itemsOf(place);
      if (items === undefined) throw new EntryFlaw({ place, message: 'It must be a list of texts.' });
      return items.map(textAt);
    },
    secrets: (name) => {
      const place = memberOf(entry, name);
      const members = place === undefined ? [] : membersOf(place);
      if (members === undefined)
        throw new EntryFlaw({ place: place ?? entry, message: 'It must be an object of texts.' });
      return Object.fromEntries(members.flatMap(([key, value]) => secretAt(key, value, expanded)));
    },
  };
}

/** Numbers and truths are written as such by people; `null` takes a variable away (VS Code). */
function secretAt(
  key: string,
  place: JsonPlace,
  expanded: (place: JsonPlace, text: string) => string,
): readonly (readonly [string, Secret])[] {
  const { type, value } = place.node as { type: string; value?: unknown };
  if (type === 'null') return [];
  if (type !== 'string' && type !== 'number' && type !== 'boolean') {
    throw new EntryFlaw({ place, message: 'It must be a text.' });
  }
  return [[key, new Secret(expanded(place, String(value)))]];
}
