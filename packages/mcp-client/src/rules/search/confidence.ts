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
  covered: 0.93,
  firstCovered: 4.97,
  objects: 0.63,
  objectNamed: 0.2,
  actionAndObjectNamed: 0.97,
  objectMass: 0.12,
  actionMass: 0.41,
  serverNamed: 2.66,
  agreement: 1.28,
  untold: -0.2,
  strange: -0.18,
  anyStrange: -0.04,
  strangeShare: -3.64,
  wanted: 0.22,
  names: 0.49,
  valueKind: 1.87,
  everydayCatalogue: 6.24,
};
const BIAS = -4.03;
/** Below, an answer is withheld: the sooner, the less a catalogue is of everyday life. */
const LOW = -0.2;
const LENIENCE = 5;
/** From here on, hardly any request is one that nothing serves. */
const HIGH = 1.39;

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
  if (evidence < LOW - LENIENCE * signals.everydayCatalogue) return 'none';
  return evidence < HIGH ? 'low' : 'high';
}
