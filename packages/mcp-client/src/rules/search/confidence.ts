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
  covered: 0.8,
  firstCovered: 5.1,
  objects: 0.6,
  objectNamed: 0.27,
  actionAndObjectNamed: 0.94,
  objectMass: 0.25,
  actionMass: 0.36,
  serverNamed: 2.79,
  agreement: 1.28,
  untold: -0.18,
  strange: -0.06,
  anyStrange: -0.17,
  strangeShare: -3.49,
  wanted: 0.18,
  names: 0.47,
  valueKind: 1.97,
  everydayCatalogue: 6.13,
};
const BIAS = -4.0;
/** Below, an answer is withheld: the sooner, the less a catalogue is of everyday life. */
const LOW = -0.2;
const LENIENCE = 5;
/** From here on, hardly any request is one that nothing serves. */
const HIGH = 1.21;

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
