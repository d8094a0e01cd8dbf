import { expect, test } from 'vitest';
import { INITIAL, reduce } from '../../src/rules/reduce.ts';
import { eventOfVerdict } from '../../src/rules/verdict-event.ts';
import { ACCEPTED, IN_GRACE, REFUSED, UNREACHABLE } from '../samples.ts';

test.each([
  ['accepted', { type: 'keyAccepted', subject: 3, verdict: ACCEPTED }],
  ['in grace', { type: 'keyInGrace', subject: 3, verdict: IN_GRACE }],
  ['refused', { type: 'keyRefused', subject: 3, verdict: REFUSED }],
  ['unreachable', { type: 'gatewayUnavailable', subject: 3, verdict: UNREACHABLE }],
] as const)('a verdict that is %s becomes its event', (_, event) => {
  expect(eventOfVerdict(3, event.verdict)).toEqual(event);
});

test('a verdict out of the cache is as good as the answer of the gateway', () => {
  expect(eventOfVerdict(3, { ...ACCEPTED, via: 'cache' })).toMatchObject({ type: 'keyAccepted' });
});

test('a grace opens as a grace, whoever is said to have given it', () => {
  expect(eventOfVerdict(3, { ...IN_GRACE, via: 'cache' })).toMatchObject({ type: 'keyInGrace' });
});

test('a receipt that names no end opens nothing', () => {
  const { grace: _, ...endless } = IN_GRACE;
  const event = eventOfVerdict(1, endless);
  const checking = reduce(INITIAL, { type: 'sessionFound', subject: 1 });
  expect(reduce(checking, event).state).toMatchObject({ status: 'unavailable', reason: 'offline' });
});
