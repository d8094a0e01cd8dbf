import type { SearchAnswer } from '../../words/search.ts';
import { type Signal, SIGNALS, type Signals } from './signals.ts';

export type Confidence = SearchAnswer['confidence'];

/**
 * A logistic model, fitted by `packages/bench/no-match` to requests that some tool serves and to others that none does. The signals
 * were kept that also tell on topics and servers which the fit has not seen. With a table of words the same weights hold.
 */
const WEIGHTS: Readonly<Record<Signal, number>> = {
  covered: 2.24,
  firstCovered: 2.25,
  objects: 0.33,
  objectNamed: 0.6,
  actionAndObjectNamed: 1.08,
  objectMass: 0.21,
  actionMass: 0.68,
  serverNamed: 1.34,
  agreement: 1.02,
  untold: -0.23,
  strange: -0.19,
  anyStrange: -0.27,
  strangeShare: -2.86,
  wanted: 0.15,
  names: 0.22,
  valueKind: 2.24,
  everydayCatalogue: 5.02,
};
const BIAS = -2.61;
/** Below, an answer is withheld. */
const LOW = -0.8;
/** From here on, hardly any request is one that nothing serves. */
const HIGH = 1.4;

/** Whether the best tools answer a request; without signals no tool has a word of it. */
export function judge(signals: Signals | undefined): Confidence {
  if (signals === undefined) return 'none';
  const evidence = SIGNALS.reduce((sum, name) => sum + WEIGHTS[name] * signals[name], BIAS);
  if (evidence < LOW) return 'none';
  return evidence < HIGH ? 'low' : 'high';
}
