/** A synset of WordNet: words of one meaning, and what is said of it. */
export interface Synset {
  /** Its part of speech and its offset: unique. */
  readonly key: string;
  readonly lemmas: readonly string[];
  readonly definition: string;
  readonly examples: readonly string[];
  /** Key of the first synset that stands above it, is similar to it, or derives from the same word. */
  readonly related: string | undefined;
  /** It names one person (an instance among `noun.person`). */
  readonly person: boolean;
}

/** Lexicographer file `noun.person` (lexnames(5WN)). */
const PERSONS = '18';
const PARTS = new Map([
  ['n', 'n'],
  ['v', 'v'],
  ['a', 'a'],
  ['s', 'a'],
  ['r', 'r'],
]);
const RELATIONS = new Set(['@', '@i', '&', '+']);

/** The synsets of one of WordNet's data files, in its order (wndb(5WN)). */
export function parseSynsets(text: string): Synset[] {
  const lines = text.split('\n').filter((line) => /^\d{8} /u.test(line));
  return lines.map((line) => parseSynset(line));
}

function parseSynset(line: string): Synset {
  const bar = line.indexOf('|');
  const fields = line.slice(0, bar).trim().split(' ');
  const [offset = '', file, kind = '', count = ''] = fields;
  const words = Number.parseInt(count, 16);
  const lemmas = Array.from({ length: words }, (_, at) => lemma(fields[4 + 2 * at] ?? ''));
  const pointers = pointersOf(fields.slice(5 + 2 * words));
  const { definition, examples } = parseGloss(line.slice(bar + 1).trim());
  return {
    key: `${part(kind)}${offset}`,
    lemmas,
    definition,
    examples,
    related: pointers.find(({ symbol }) => RELATIONS.has(symbol))?.key,
    person: file === PERSONS && pointers.some(({ symbol }) => symbol === '@i'),
  };
}

function part(kind: string): string {
  const known = PARTS.get(kind);
  if (known === undefined) throw new TypeError(`WordNet has no part of speech ${JSON.stringify(kind)}.`);
  return known;
}

/** `a_cappella(p)` is the adjective `a cappella`, with a mark of where it may stand. */
function lemma(written: string): string {
  return written.replace(/\([a-z]+\)$/u, '').replaceAll('_', ' ');
}

function pointersOf(fields: readonly string[]): { symbol: string; key: string }[] {
  const starts = fields.flatMap((field, at) => (/^\d{8}$/u.test(fields[at + 1] ?? '') ? [{ field, at }] : []));
  return starts.map(({ field, at }) => ({
    symbol: field,
    key: `${part(fields[at + 2] ?? '')}${fields[at + 1] ?? ''}`,
  }));
}

/** A gloss is a definition and then examples in quotes. */
function parseGloss(gloss: string): { definition: string; examples: string[] } {
  const first = gloss.search(/;\s*"/u);
  if (first === -1) return { definition: gloss, examples: [] };
  const examples = [...gloss.slice(first).matchAll(/"([^"]+)"/gu)].map((match) => match[1] ?? '');
  return { definition: gloss.slice(0, first), examples };
}
