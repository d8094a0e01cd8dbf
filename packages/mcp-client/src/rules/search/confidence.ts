import type { SearchAnswer } from '../../words/search.ts';
import type { Finding } from './evidence.ts';
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
/** Of a request that names nothing but actions and times, the share of these. */
const LEAST_PLAIN_SHARE = 0.2;
/** A request about more things than this tells a story, and most of its words are no tool's. */
const MANY_OBJECTS = 4;
const HIGH_SHARE = 0.45;

/** Whether the best tools answer a request, from what its words find in them. */
export function judge(terms: readonly Term[], evidence: readonly (readonly Finding[])[]): Confidence {
  const objects = terms.filter(isObject);
  if (objects.length === 0) return judgePlain(terms, evidence);
  const mass = massOf(objects);
  const cases = evidence.map((findings) => caseOf(findings, mass));
  if (cases.every(({ share }) => share === 0)) return 'none';
  if (objects.length <= MANY_OBJECTS && !cases.some(isEnough)) return 'none';
  return cases.some(({ share }) => share >= HIGH_SHARE) ? 'high' : 'low';
}

/** A name that no tool has is most often a value: a person, a place, a product. */
function isObject({ word, matches }: Term): boolean {
  return word.role === 'object' || (word.role === 'name' && matches.length > 0);
}

interface Case {
  /** Of the mass of what the request is about, how much the tool has. */
  readonly share: number;
  readonly words: number;
  readonly isNamed: boolean;
}

function caseOf(findings: readonly Finding[], mass: number): Case {
  const own = findings.filter(({ term, kind }) => isObject(term) && kind !== 'soft');
  const isNamed = own.some(({ field }) => field === 'name' || field === 'title');
  return { share: forceOf(own) / mass, words: own.length, isNamed };
}

function isEnough({ share, words, isNamed }: Case): boolean {
  return words >= 2 || share >= (isNamed ? LEAST_SHARE_NAMED : LEAST_SHARE);
}

function judgePlain(terms: readonly Term[], evidence: readonly (readonly Finding[])[]): Confidence {
  const mass = massOf(terms.filter(({ word }) => word.role === 'plain' || word.role === 'name'));
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
