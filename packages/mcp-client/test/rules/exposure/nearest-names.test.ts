import { describe, expect, it } from 'vitest';
import { nearestNames } from '../../../src/rules/exposure/nearest-names.ts';

const NAMES = ['github__create_issue', 'github__list_issues', 'files__read_file', 'mail__send'];

describe('the nearest names', () => {
  it.each([
    ['github__createIssue', 'github__create_issue'],
    ['create_isue', 'github__create_issue'],
    ['read-file', 'files__read_file'],
  ])('of %s begin with %s', (name, nearest) => {
    expect(nearestNames(name, NAMES, 3)[0]).toBe(nearest);
  });

  it('are none when nothing is near', () => {
    expect(nearestNames('zzz', NAMES, 3)).toEqual([]);
    expect(nearestNames('', NAMES, 3)).toEqual([]);
  });

  it('are at most as many as asked for, in an order that does not depend on theirs', () => {
    const two = nearestNames('github issues', NAMES, 2);
    expect(two).toHaveLength(2);
    expect(nearestNames('github issues', [...NAMES].reverse(), 2)).toEqual(two);
  });

  it('are found for a name of any length', () => {
    expect(nearestNames('x'.repeat(1_000_000), NAMES, 3)).toEqual([]);
  });
});
