import { expect, it } from 'vitest';
import { otherForms } from '../../../src/rules/search/short-forms.ts';
import { stem } from '../../../src/rules/search/stem.ts';

const forms = (word: string) => otherForms(stem(word)).map((form) => form.stem);

it.each([
  ['repo', 'repository'],
  ['db', 'database'],
  ['folders', 'directory'],
  ['removing', 'delete'],
  ['ticket', 'issue'],
])('knows %s for %s, and the other way round', (word, other) => {
  expect(forms(word)).toContain(stem(other));
  expect(forms(other)).toContain(stem(word));
});

it('is worth less than the word itself, and a synonym less than a short form', () => {
  const worth = (word: string, other: string) =>
    otherForms(stem(word)).find((form) => form.stem === stem(other))?.weight ?? 0;
  expect(worth('repo', 'repository')).toBeLessThan(1);
  expect(worth('delete', 'remove')).toBeLessThan(worth('repo', 'repository'));
  expect(worth('delete', 'remove')).toBeGreaterThan(0);
});

it('has each form once, and never the word itself', () => {
  for (const word of ['find', 'create', 'picture', 'user', 'repo']) {
    expect(forms(word)).not.toContain(stem(word));
    expect(new Set(forms(word)).size).toBe(forms(word).length);
  }
});

it('knows what a thing is, and not the other way round', () => {
  expect(forms('pharmacy')).toContain(stem('place'));
  expect(forms('place')).not.toContain(stem('pharmacy'));
  expect(forms('pharmacy')).not.toContain(stem('bakery'));
});

it('knows both spellings of English', () => {
  expect(forms('colour')).toContain(stem('color'));
  expect(forms('analyze')).toContain(stem('analyse'));
});
