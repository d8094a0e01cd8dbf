import { isTold, type StrangeWords } from './everyday-words.ts';
import type { Finding } from './evidence.ts';
import type { Term } from './terms.ts';
import type { Field } from './tool-fields.ts';

/** What the confidence of an answer is weighed from, in this order. */
export const SIGNALS = [
  'covered',
  'firstCovered',
  'objects',
  'objectNamed',
  'actionAndObjectNamed',
  'objectMass',
  'actionMass',
  'serverNamed',
  'agreement',
  'untold',
  'strange',
  'anyStrange',
  'strangeShare',
  'wanted',
  'names',
  'valueKind',
  'everydayCatalogue',
] as const;
export type Signal = (typeof SIGNALS)[number];
export type Signals = Readonly<Record<Signal, number>>;

/** How much it says of a tool that a word stands in this field. */
const FIELD_FORCE: Readonly<Record<Field, number>> = {
  name: 1,
  title: 1,
  summary: 1,
  description: 0.7,
  parameters: 0.5,
  parameterDescriptions: 0.4,
  server: 0.8,
  serverDescription: 0.6,
};
/** Of another form of a word. */
const FORM_FORCE = 0.7;
/** More of a kind say no more. */
const MOST_OBJECTS = 4;
const MOST_STRANGE = 3;
const MOST_WANTED = 6;
const MOST_NAMES = 3;
/** Of the tools that are judged. */
const JUDGED = 10;
/**
 * Tools that are thought beside those of the catalogue, and have none of the words: what all tools of a small catalogue have still
 * says something of a request.
 */
const OTHER_TOOLS = 30;

export interface Judged {
  readonly terms: readonly Term[];
  /** Of the best tools, at most ten, what the words of the request find in each; the best first. */
  readonly evidence: readonly (readonly Finding[])[];
  readonly strangeWords: StrangeWords;
  /** Of the whole catalogue. */
  readonly toolCount: number;
}

/** What the words of a request find in the best tools, in numbers. Terms that are only near in meaning are no evidence. */
export function readSignals({ terms, evidence, strangeWords, toolCount }: Judged): Signals {
  const said = terms.filter(({ word }) => word.role !== 'quiet' && word.role !== 'value');
  const wanted = terms.filter(isObject);
  const weigh = (term: Term): number => term.word.weight * rarity(ownSize(term), toolCount);
  const massOf = (some: readonly Term[]): number => some.reduce((sum, term) => sum + weigh(term), 0);
  const mass = massOf(said);
  const cases = evidence.map((findings) => readCase(findings, { mass, weigh }));
  const most = (measure: (one: Case) => number): number => Math.max(0, ...cases.map(measure));
  const strange = wanted.filter((term) => isStrange(term, strangeWords));
  const rarest = Math.log(1 + toolCount + OTHER_TOOLS);
  return {
    covered: most(({ covered }) => covered),
    firstCovered: cases[0]?.covered ?? 0,
    objects: Math.min(
      MOST_OBJECTS,
      most(({ objects }) => objects),
    ),
    objectNamed: most(({ objectNamed }) => objectNamed),
    actionAndObjectNamed: most(({ actionAndObjectNamed }) => actionAndObjectNamed),
    objectMass: ratio(
      most(({ objectMass }) => objectMass),
      rarest,
    ),
    actionMass: ratio(
      most(({ actionMass }) => actionMass),
      rarest,
    ),
    serverNamed: most(({ serverNamed }) => serverNamed),
    agreement: cases.filter(({ isAbout }) => isAbout).length / JUDGED,
    untold: Math.min(MOST_OBJECTS, wanted.filter((term) => !hasTold(term)).length),
    strange: Math.min(MOST_STRANGE, strange.length),
    anyStrange: Math.sign(strange.length),
    strangeShare: ratio(massOf(strange), mass),
    wanted: Math.min(MOST_WANTED, wanted.length),
    names: Math.min(MOST_NAMES, terms.filter(({ word }) => word.role === 'name').length),
    valueKind: Number(terms.some(({ word }) => word.isKind)),
    everydayCatalogue: Math.min(1, strangeWords.density),
  };
}

/** Whether any of the best tools has anything of the request. */
export function hasEvidence(evidence: readonly (readonly Finding[])[]): boolean {
  return evidence.some((findings) => findings.some(({ kind }) => kind !== 'soft'));
}

/** A name that no tool has is most often a value: a person, a place, a product. */
function isObject({ word, matches }: Term): boolean {
  return word.role === 'object' || (word.role === 'name' && matches.some(({ kind }) => kind !== 'soft'));
}

/** An everyday word that the tools are for neither itself nor in another form. */
function isStrange({ word, matches }: Term, strangeWords: StrangeWords): boolean {
  return strangeWords.has(word.stem) && !matches.some(({ kind, list }) => kind === 'form' && isTold(list));
}

export function hasTold({ matches }: Term): boolean {
  return matches.some(({ kind, list }) => kind !== 'soft' && isTold(list));
}

/** What one tool has of a request. */
interface Case {
  /** Of the mass of all that is said. */
  readonly covered: number;
  readonly objects: number;
  readonly objectMass: number;
  readonly actionMass: number;
  readonly objectNamed: number;
  readonly actionAndObjectNamed: number;
  readonly serverNamed: number;
  /** A field that tells what the tool is for has one of the objects. */
  readonly isAbout: boolean;
}

interface Scale {
  /** Of all that is said. */
  readonly mass: number;
  readonly weigh: (term: Term) => number;
}

function readCase(findings: readonly Finding[], { mass, weigh }: Scale): Case {
  const forceOf = (some: readonly Finding[]): number =>
    some.reduce(
      (sum, { term, field, kind }) => sum + weigh(term) * FIELD_FORCE[field] * (kind === 'own' ? 1 : FORM_FORCE),
      0,
    );
  const found = findings.filter(({ kind }) => kind !== 'soft');
  const objects = found.filter(({ term }) => isObject(term));
  const actions = found.filter(({ term }) => term.word.role === 'action');
  const isNamed = (some: readonly Finding[]): boolean => some.some(({ field }) => field === 'name');
  return {
    covered: ratio(forceOf(found), mass),
    objects: objects.length,
    objectMass: forceOf(objects),
    actionMass: forceOf(actions),
    objectNamed: Number(objects.some(({ field, kind }) => kind === 'own' && (field === 'name' || field === 'title'))),
    actionAndObjectNamed: Number(isNamed(objects) && isNamed(actions)),
    serverNamed: Number(found.some(({ field, kind }) => kind === 'own' && field === 'server')),
    isAbout: objects.some(({ field }) => FIELD_FORCE[field] === 1),
  };
}

function ownSize({ matches }: Term): number {
  return matches.find(({ kind }) => kind === 'own')?.list.size ?? 0;
}

/** Inverse document frequency, as the ranker has it, among the tools of the catalogue and the others. */
function rarity(size: number, toolCount: number): number {
  return Math.log(1 + (toolCount + OTHER_TOOLS - size + 0.5) / (size + 0.5));
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
