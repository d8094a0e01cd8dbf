import { describe, expect, it } from 'vitest';
import { formatWitness, isSound, judge, parseWitness } from '../../../src/node/file/witness-record.ts';

const seen = { counter: 5, mac: 'm5', key: 'k1' };
const announced = { counter: 5, mac: 'm4', key: 'k1', next: { counter: 6, mac: 'm6', key: 'k2' } };

describe('the judgement of a witness', () => {
  it.each([
    ['first', seen, undefined],
    ['unreadable', seen, 'unreadable'],
    ['same', seen, seen],
    ['older', { ...seen, counter: 4 }, seen],
    ['older', { counter: 4, mac: 'm4', key: 'k2' }, seen],
    ['other', { ...seen, mac: 'other' }, seen],
    ['other', { ...seen, key: 'k2' }, seen],
    ['ahead', { ...seen, counter: 6, mac: 'm6' }, seen],
    ['other-key', { counter: 6, mac: 'm6', key: 'k2' }, seen],
    ['arrived', announced.next, announced],
    ['ahead', { counter: 7, mac: 'm7', key: 'k2' }, announced],
    ['ahead', { counter: 6, mac: 'm6b', key: 'k1' }, announced],
    ['other-key', { counter: 6, mac: 'other', key: 'k2' }, announced],
    ['other-key', { counter: 7, mac: 'm7', key: 'k3' }, announced],
  ] as const)('is "%s"', (judgement, sighting, witness) => {
    expect(judge(sighting, witness)).toBe(judgement);
    expect(isSound(judgement)).toBe(['first', 'same', 'arrived', 'ahead'].includes(judgement));
  });
});

describe('what a keyring keeps of a file', () => {
  it('reads back as it was written', () => {
    expect(parseWitness(formatWitness(seen))).toEqual(seen);
    expect(parseWitness(formatWitness(announced))).toEqual(announced);
  });

  it.each([
    '',
    '{}',
    'null',
    '{"counter":0,"mac":"m","key":"k"}',
    '{"counter":"5","mac":"m","key":"k"}',
    '{"counter":5,"mac":"m","key":"k","more":1}',
  ])('is unreadable as %j', (text) => {
    expect(parseWitness(text)).toBe('unreadable');
  });
});
