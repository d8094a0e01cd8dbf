import { describe, expect, it } from 'vitest';
import { createTimeFormat } from '../../src/rules/time-format.ts';

const instant = '2026-11-21T12:34:56.000Z';

describe('An instant for people', () => {
  it.each([
    ['en', /^Nov 2\d, 2026, .*\d\d:\d\d/],
    ['de', /^2\d\. Nov\. 2026, \d\d:\d\d/],
    ['pt-br', /^2\d de nov\. de 2026, \d\d:\d\d/],
  ])('is said in %s, with its zone', (language, pattern) => {
    const text = createTimeFormat(language)(instant);
    expect(text).toMatch(pattern);
    expect(text).toMatch(/(?:UTC|GMT|[A-Z]{3,4})(?:[+-]\d+(?::\d\d)?)?$/);
  });

  it.each(['qps-ploc', '', 'no language'])('is said in English where the language is %j', (language) => {
    expect(createTimeFormat(language)(instant)).toContain('Nov');
  });
});
