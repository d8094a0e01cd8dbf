import { describe, expect, it } from 'vitest';
import { fitsGlob, matchFederation } from '../../src/domain/federation-match.ts';
import type { FederationRule } from '../../src/domain/sign-in-config.ts';

const ISSUER = 'https://ci.example.com';
const rule = (members: Partial<FederationRule> = {}): FederationRule => ({
  name: 'releases',
  issuer: ISSUER,
  audience: 'https://gate.example.com',
  claims: { sub: 'repo:acme/*' },
  tier: 'pro',
  role: 'user',
  scopes: [],
  ttlSeconds: 900,
  ...members,
});
const claims = (members: Record<string, unknown> = {}) => ({
  iss: ISSUER,
  aud: 'https://gate.example.com',
  sub: 'repo:acme/tool',
  ...members,
});

describe('a pattern with *', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['abc', 'xabc', false],
    ['*', '', true],
    ['*', 'anything/at:all', true],
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a*c', 'abc', true],
    ['a*c', 'abcd', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a**b', 'ab', true],
    ['a.c', 'abc', false],
    ['A', 'a', false],
  ])('%s on %s: %s', (pattern, text, fits) => {
    expect(fitsGlob(pattern, text)).toBe(fits);
  });

  it('is judged at once, however it is made', () => {
    expect(fitsGlob('*a'.repeat(5_000), 'a'.repeat(10_000))).toBe(true);
    expect(fitsGlob(`${'*a'.repeat(5_000)}b`, 'a'.repeat(100_000))).toBe(false);
  });
});

describe('the rule for a workload', () => {
  it('is the first that fits in issuer, audience and every claim', () => {
    const first = rule({ name: 'first', claims: { sub: 'repo:acme/*', ref: 'refs/heads/main' } });
    const second = rule({ name: 'second' });
    expect(matchFederation([first, second], claims({ ref: 'refs/heads/main' }))).toMatchObject({
      rule: { name: 'first' },
    });
    expect(matchFederation([first, second], claims({ ref: 'refs/heads/other' }))).toMatchObject({
      rule: { name: 'second' },
    });
  });

  it('takes one of several audiences, and each only exactly', () => {
    expect(matchFederation([rule()], claims({ aud: ['other', 'https://gate.example.com'] })).ok).toBe(true);
    for (const aud of ['https://gate.example.com/', 'https://gate.example.co', ['other'], undefined, 7]) {
      expect(matchFederation([rule()], claims({ aud }))).toMatchObject({
        ok: false,
        description: expect.stringContaining('(aud)') as string,
      });
    }
  });

  it('takes numbers and booleans as they are written, and nothing that is made of parts', () => {
    const wanted = rule({ claims: { 'run.attempt': '1', protected: 'true' } });
    expect(matchFederation([wanted], claims({ run: { attempt: 1 }, protected: true })).ok).toBe(true);
    expect(matchFederation([wanted], claims({ run: { attempt: 1 }, protected: ['true'] })).ok).toBe(false);
    expect(matchFederation([rule({ claims: { protected: 'tr*' } })], claims({ protected: true })).ok).toBe(false);
  });

  it('says which claims did not fit, and nothing that stands in them', () => {
    const rules = [rule({ claims: { sub: 'repo:acme/*' } }), rule({ claims: { ref: 'main' } })];
    expect(matchFederation(rules, claims({ sub: 'repo:evil/tool' }))).toEqual({
      ok: false,
      description: 'No rule fits the claims of the subject token: sub, ref.',
    });
    expect(matchFederation(rules, claims({ iss: 'https://evil.example.com' }))).toMatchObject({
      description: expect.stringContaining('(iss)') as string,
    });
  });

  it('is none that names no claim: it would let in the whole platform', () => {
    expect(matchFederation([rule({ claims: {} })], claims()).ok).toBe(false);
  });
});
