import type { SearchAnswer } from '../../words/search.ts';
import { isTold, type StrangeWords } from './everyday-words.ts';
import type { Finding } from './evidence.ts';
import type { Role } from './request.ts';
import type { Term } from './terms.ts';
import type { Field } from './tool-fields.ts';

export type Confidence = SearchAnswer['confidence'];

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
/** Of what a request is about, the share that a tool must have. A word in its name says more of it. */
const LEAST_SHARE = 0.2;
const LEAST_SHARE_NAMED = 0.12;
/** A word that a tool has only beside its purpose says less. */
const LEAST_SHARE_ASIDE = 0.3;
/** Of a request that names nothing but actions and times, the share of these. */
const LEAST_PLAIN_SHARE = 0.2;
/** A request about more things than this tells a story, and most of its words are no tool's. */
const MANY_OBJECTS = 4;
/** Of a request about something that no tool has, the share of all its words. */
const LEAST_ACTION_SHARE = 0.4;
const PLAIN: ReadonlySet<Role> = new Set<Role>(['action', 'circumstance', 'name']);
const HIGH_SHARE = 0.45;

export interface Judged {
  readonly terms: readonly Term[];
  /** Of the best tools, what the words of the request find in each. */
  readonly evidence: readonly (readonly Finding[])[];
  readonly strangeWords: StrangeWords;
}

/** Whether the best tools answer a request, from what its words find in them. */
export function judge({ terms, evidence, strangeWords }: Judged): Confidence {
  const objects = terms.filter(isObject);
  if (objects.length === 0) return judgePlain(terms, evidence);
  const mass = massOf(objects);
  const cases = evidence.map((findings) => caseOf(findings, mass));
  const isStrange = objects.some(({ word }) => strangeWords.has(word.stem));
  if (cases.every(({ share }) => share === 0)) {
    if (isStrange) return 'none';
    return objects.some(isKnown) ? 'low' : judgeActions(terms, evidence);
  }
  if (objects.length <= MANY_OBJECTS) {
    const isFound = isStrange ? isPlenty : isEnough;
    if (!cases.some(isFound)) return 'none';
  }
  return cases.some(({ share }) => share >= HIGH_SHARE) ? 'high' : 'low';
}

/** A name that no tool has is most often a value: a person, a place, a product. */
function isObject({ word, matches }: Term): boolean {
  return word.role === 'object' || (word.role === 'name' && matches.length > 0);
}

/** Tools are for it, and none of them is among the best: the best have what is to be done. */
function isKnown({ matches }: Term): boolean {
  return matches.some(({ kind, list }) => kind === 'own' && isTold(list));
}

interface Case {
  /** Of the mass of what the request is about, how much the tool has. */
  readonly share: number;
  readonly words: number;
  readonly isNamed: boolean;
  /** A field that tells what the tool is for has one of the words. */
  readonly isAbout: boolean;
  /** Such a field has what is to be done. */
  readonly isDone: boolean;
}

function caseOf(findings: readonly Finding[], mass: number): Case {
  const own = findings.filter(({ term, kind }) => isObject(term) && kind !== 'soft');
  const isNamed = own.some(({ field }) => field === 'name' || field === 'title');
  const isAbout = own.some(({ field }) => FIELD_FORCE[field] === 1);
  const isDone = findings.some(({ term, field }) => term.word.role === 'action' && FIELD_FORCE[field] === 1);
  return { share: forceOf(own) / mass, words: own.length, isNamed, isAbout, isDone };
}

function isEnough({ share, words, isNamed, isAbout, isDone }: Case): boolean {
  if (words >= 2) return true;
  return share >= (isNamed ? LEAST_SHARE_NAMED : isAbout || isDone ? LEAST_SHARE : LEAST_SHARE_ASIDE);
}

/** Half of it, or both what is to be done and what it is to be done to. */
function isPlenty({ share, isAbout, isDone }: Case): boolean {
  return share >= HIGH_SHARE || (isAbout && isDone);
}

/** What is done may be enough where nothing has what it is done to: `stop the recording`. */
function judgeActions(terms: readonly Term[], evidence: readonly (readonly Finding[])[]): Confidence {
  const mass = massOf(terms.filter(({ word }) => word.role !== 'quiet' && word.role !== 'value'));
  return Math.max(0, ...evidence.map(forceOf)) / mass < LEAST_ACTION_SHARE ? 'none' : 'low';
}

function judgePlain(terms: readonly Term[], evidence: readonly (readonly Finding[])[]): Confidence {
  const mass = massOf(terms.filter(({ word }) => PLAIN.has(word.role)));
  const best = Math.max(0, ...evidence.map(forceOf));
  if (mass === 0 || best / mass < LEAST_PLAIN_SHARE) return 'none';
  return 'low';
}

function forceOf(findings: readonly Finding[]): number {
  return findings.reduce(
    (sum, { term, field, kind }) => sum + term.mass * FIELD_FORCE[field] * (kind === 'own' ? 1 : FORM_FORCE),
    0,
  );
}

function massOf(terms: readonly Term[]): number {
  return terms.reduce((sum, { mass }) => sum + mass, 0);
}
