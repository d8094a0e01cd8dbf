import { describe, expect, it } from 'vitest';
import { ruleForGroups } from '../../src/domain/group-rules.ts';
import type { GroupRule } from '../../src/domain/sign-in-config.ts';

const rule = (...groups: string[]): GroupRule => ({ groups, tier: 'free', role: 'user', scopes: [] });
const OPERATORS = rule('operators', 'owners');
const STAFF = rule('staff');
const EVERYBODY = rule('*');

describe('the rule for the groups of a person', () => {
  it.each([
    { is: 'the first that names one of them', rules: [OPERATORS, STAFF], groups: ['staff', 'owners'], rule: OPERATORS },
    { is: 'a later one when the first names none', rules: [OPERATORS, STAFF], groups: ['staff'], rule: STAFF },
    { is: 'none when no rule names one', rules: [OPERATORS, STAFF], groups: ['sales'], rule: undefined },
    { is: 'none without groups', rules: [OPERATORS, STAFF], groups: [], rule: undefined },
    { is: 'that of everybody, whatever the groups are', rules: [OPERATORS, EVERYBODY], groups: [], rule: EVERYBODY },
    { is: 'none without rules', rules: [], groups: ['staff'], rule: undefined },
    { is: 'none for another spelling', rules: [STAFF], groups: ['Staff', 'staff '], rule: undefined },
    { is: 'none for a person who calls a group *', rules: [STAFF], groups: ['*'], rule: undefined },
  ])('is $is', ({ rules, groups, rule: expected }) => {
    expect(ruleForGroups(rules, groups)).toBe(expected);
  });
});
