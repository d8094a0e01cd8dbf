import { describe, expect, test } from 'vitest';
import { type Example, fitLogistic, scoreOf } from '../../no-match/logistic.ts';

const chance = (score: number) => 1 / (1 + Math.exp(-score));
/** Of each group of four, three are 1 where the signal is 1, and one where it is 0. The second signal says nothing. */
const ODDS: readonly Example[] = [0, 1].flatMap((signal) =>
  [0, 1, 2, 3].map((at) => ({ signals: [signal, 7], label: at < (signal === 1 ? 3 : 1) ? 1 : 0, weight: 1 }) as const),
);

describe('A logistic model', () => {
  test('tells the odds of what it was fitted to when nothing holds its weights', () => {
    const model = fitLogistic(ODDS, 1e-6);
    expect(chance(scoreOf(model, { signals: [1, 7] }))).toBeCloseTo(0.75, 4);
    expect(chance(scoreOf(model, { signals: [0, 7] }))).toBeCloseTo(0.25, 4);
  });

  test('gives no weight to a signal that never changes', () => {
    expect(fitLogistic(ODDS, 1).weights[1]).toBeCloseTo(0, 9);
  });

  test('has smaller weights under a bigger penalty', () => {
    const [free = 0, held = 0] = [0.01, 10].map((penalty) => fitLogistic(ODDS, penalty).weights[0]);
    expect(held).toBeLessThan(free);
    expect(held).toBeGreaterThan(0);
  });

  test('does not depend on the unit of a signal', () => {
    const thousandth = ODDS.map((example) => ({ ...example, signals: example.signals.map((value) => value / 1000) }));
    const score = scoreOf(fitLogistic(thousandth, 1), { signals: [0.001, 0.007] });
    expect(score).toBeCloseTo(scoreOf(fitLogistic(ODDS, 1), { signals: [1, 7] }), 6);
  });

  test('learns a weight for each word, by what it counts', () => {
    const of = (label: 0 | 1, counts: number, ...words: readonly string[]): Example => ({
      ...{ signals: [1], label, weight: 1 },
      words: new Map(words.map((word) => [word, counts])),
    });
    const examples = [of(1, 1, 'deploy', 'the'), of(1, 0.5, 'deploy'), of(0, 1, 'dog', 'the'), of(0, 1, 'dog')];
    const model = fitLogistic(examples, 0.1);
    expect(model.words.get('deploy')).toBeGreaterThan(0.5);
    expect(model.words.get('dog')).toBeLessThan(-0.5);
    expect(Math.abs(model.words.get('the') ?? 1)).toBeLessThan(0.3);
    const scores = examples.map((example) => scoreOf(model, example));
    expect(scores.map(Math.sign)).toEqual([1, 1, -1, -1]);
    expect(scoreOf(model, { signals: [1], words: new Map([['unheard', 1]]) })).toBe(scoreOf(model, { signals: [1] }));
  });

  test('counts an example of double weight as two', () => {
    const [first, ...others] = ODDS;
    if (first === undefined) throw new Error('no example');
    const doubled = fitLogistic([{ ...first, weight: 2 }, ...others], 1);
    const twice = fitLogistic([first, first, ...others], 1);
    expect(doubled.bias).toBeCloseTo(twice.bias, 9);
  });
});
