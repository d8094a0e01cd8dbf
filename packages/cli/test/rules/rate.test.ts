import { expect, test } from 'vitest';
import { parseRate } from '../../src/rules/rate.ts';

test.each([
  ['100/1m', { requests: 100, windowSeconds: 60 }],
  ['100/m', { requests: 100, windowSeconds: 60 }],
  ['1/90s', { requests: 1, windowSeconds: 90 }],
  ['5000/24h', { requests: 5_000, windowSeconds: 86_400 }],
])('%s is a rate', (text, rate) => {
  expect(parseRate(text)).toEqual(rate);
});

test.each(['', '100', '100/', '/1m', '100/60', 'many/1m', '12345678/1m', '100 per minute'])('"%s" is none', (text) => {
  expect(parseRate(text)).toBeUndefined();
});
