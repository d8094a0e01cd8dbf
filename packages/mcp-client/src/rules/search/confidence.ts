import type { SearchAnswer } from '../../words/search.ts';
import { leaningOf } from './leaning.ts';
import { type Signal, SIGNALS, type Signals } from './signals.ts';

export type Confidence = SearchAnswer['confidence'];

/**
 * A logistic model, fitted by `packages/bench/no-match` to requests that some tool serves and to others that none does, together with
 * the words of `leaning-words.ts`. The signals were kept that also tell on topics and servers which the fit has not seen. With a table
 * of words the same weights hold.
 */
const WEIGHTS: Readonly<Record<Signal, number>> = {
  covered: 0.38,
  firstCovered: 4.87,
  objects: 0.65,
  objectNamed: 0.53,
  actionAndObjectNamed: 1.07,
  objectMass: 0.47,
  actionMass: 0.6,
  serverNamed: 2.65,
  agreement: 1.33,
  untold: -0.14,
  strange: -0.22,
  anyStrange: -0.11,
  strangeShare: -3.16,
  wanted: -0.03,
  names: 0.23,
  valueKind: 1.58,
  everydayCatalogue: 5.59,
};
const BIAS = -3.27;
/** Below, an answer is withheld. */
const LOW = -0.4;
/** From here on, hardly any request is one that nothing serves. */
const HIGH = 1.3;

/** What a request is judged by. */
export interface Reading {
  readonly signals: Signals;
  /** See `leaningWords`. */
  readonly words: ReadonlyMap<string, number>;
}

/** Whether the best tools answer a request; without a reading no tool has a word of it. */
export function judge(reading: Reading | undefined): Confidence {
  if (reading === undefined) return 'none';
  const { signals, words } = reading;
  const evidence = SIGNALS.reduce((sum, name) => sum + WEIGHTS[name] * signals[name], BIAS + leaningOf(words));
  if (evidence < LOW) return 'none';
  return evidence < HIGH ? 'low' : 'high';
}
