import { describe, expect, it } from 'vitest';
import { claimAt, groupsAt, personOf } from '../../src/domain/claims.ts';

describe('a claim at a path', () => {
  it.each([
    { what: 'a member', claims: { groups: ['a'] }, path: 'groups', value: ['a'] },
    { what: 'a member of a member', claims: { access: { roles: ['a'] } }, path: 'access.roles', value: ['a'] },
    { what: 'a name with dots before a path', claims: { 'a.b': 1, a: { b: 2 } }, path: 'a.b', value: 1 },
    { what: 'nothing', claims: {}, path: 'groups', value: undefined },
    { what: 'nothing below a text', claims: { a: 'b' }, path: 'a.length', value: undefined },
    { what: 'nothing below a list', claims: { a: ['b'] }, path: 'a.0', value: undefined },
    { what: 'nothing of a prototype', claims: {}, path: 'constructor', value: undefined },
    { what: 'nothing of a prototype further down', claims: { a: {} }, path: 'a.__proto__', value: undefined },
  ])('is $what', ({ claims, path, value }) => {
    expect(claimAt(claims, path)).toEqual(value);
  });
});

describe('groups', () => {
  it.each([
    ['a list', ['a', 'b'], ['a', 'b']],
    ['one text', 'a', ['a']],
    ['a list with other things in it', ['a', 1, null, { b: 'c' }], ['a']],
    ['an empty list', [], []],
    ['a number', 1, undefined],
    ['an object', { a: true }, undefined],
    ['1,001 names', Array.from({ length: 1_001 }, String), undefined],
  ])('are read from %s', (_, value, groups) => {
    expect(groupsAt({ groups: value }, 'groups')).toEqual(groups);
  });

  it('are read up to 1,000', () => {
    expect(groupsAt({ groups: Array.from({ length: 1_000 }, String) }, 'groups')).toHaveLength(1_000);
  });
});

describe('the person of claims', () => {
  it('is named by the provider and its subject', () => {
    const claims = { email: 'anna@example.com', email_verified: true, name: 'Anna' };
    expect(personOf('acme', '1', claims)).toEqual({ id: 'acme:1', email: 'anna@example.com', name: 'Anna' });
  });

  it('has no address that the provider calls unverified', () => {
    for (const verified of [false, 'false']) {
      expect(personOf('acme', '1', { email: 'boss@example.com', email_verified: verified })?.email).toBeNull();
    }
    expect(personOf('acme', '1', { email: 'anna@example.com' })?.email).toBe('anna@example.com');
  });

  it('goes by the preferred name where there is no other, and by none that pages cannot show', () => {
    expect(personOf('acme', '1', { preferred_username: 'anna' })?.name).toBe('anna');
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(256), 7]) expect(personOf('acme', '1', { name })?.name).toBeNull();
    expect(personOf('acme', '1', { name: 'x'.repeat(255) })?.name).toHaveLength(255);
  });

  it('is nobody whose id is empty, unprintable or longer than 255 characters with its prefix', () => {
    expect(personOf('acme', 'x'.repeat(250), {})?.id).toHaveLength(255);
    for (const subject of ['x'.repeat(251), '', 'a\u0000b', '\ud800'])
      expect(personOf('acme', subject, {})).toBeUndefined();
  });
});
