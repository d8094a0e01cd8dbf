import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';

const TEXTS: readonly string[] = Object.values(MESSAGES);

const bundle = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../l10n/${name}`, import.meta.url), 'utf8')) as Record<string, string>;

const placeholders = (text: string) => [...(text.match(/\{\d+\}/g) ?? [])].sort();

test('no sentence stands in the catalog twice: translations are looked up by it', () => {
  expect(new Set(TEXTS).size).toBe(TEXTS.length);
});

test('arguments are counted from 0', () => {
  for (const text of TEXTS) {
    const named = [...new Set(placeholders(text))];
    expect(named).toEqual(named.map((_, index) => `{${index}}`));
  }
});

test.each(TEXTS)('"%s" is plain text', (text) => {
  expect(text).not.toMatch(/[<>$`]|\]\(|orchestrator/i);
});

describe.each(['bundle.l10n.json', 'bundle.l10n.de.json'])('%s', (name) => {
  it('holds the sentences of the catalog and no others', () => {
    expect(Object.keys(bundle(name)).sort()).toEqual([...TEXTS].sort());
  });

  it('has a translation with the same arguments for each', () => {
    for (const [text, translation] of Object.entries(bundle(name))) {
      expect(translation.trim(), text).not.toBe('');
      expect(placeholders(translation), text).toEqual(placeholders(text));
    }
  });
});

test('the English bundle says what the catalog says', () => {
  for (const [text, translation] of Object.entries(bundle('bundle.l10n.json'))) expect(translation).toBe(text);
});

test('the German bundle leaves nothing in English', () => {
  const same = Object.entries(bundle('bundle.l10n.de.json')).filter(([text, translation]) => text === translation);
  expect(same.map(([text]) => text)).toEqual(['{0}: {1}', '{0}: offline']);
});
