import { describe, expect, it } from 'vitest';
import { ruleForGroups } from '../../src/domain/group-rules.ts';
import type { GroupRule } from '../../src/domain/sign-in-config.ts';

const rule = (...groups: string[]): GroupRule => ({ groups, tier: 'free', role: 'user', scopes: [] });
const OPERATORS = rule('operators', 'owners');
const STAFF = rule('staff');
const EVERYBODY = rule('*');

describe('the rule for the groups of a person', () => {
  it.each([
    ['the first that names one of them', [OPERATORS, STAFF], ['staff', 'owners'], OPERATORS],
    ['a later one when the first names none', [OPERATORS, STAFF], ['staff'], STAFF],
    ['none when no rule names one', [OPERATORS, STAFF], ['sales'], undefined],
    ['none without groups', [OPERATORS, STAFF], [], undefined],
    ['that of everybody, whatever the groups are', [OPERATORS, EVERYBODY], [], EVERYBODY],
    ['none without rules', [], ['staff'], undefined],
    ['none for another spelling', [STAFF], ['Staff', 'staff '], undefined],
    ['none for a person who calls a group *', [STAFF], ['*'], undefined],
  ])('is %s', (_, rules, groups, expected) => {
    expect(ruleForGroups(rules, groups)).toBe(expected);
  });
});
