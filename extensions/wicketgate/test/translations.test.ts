import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Bundle, mergedBundle } from '../scripts/l10n-bundles.ts';
import { META_TOOL_IDS } from '../src/ids.ts';
import { MESSAGES } from '../src/messages.ts';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const bundle = (name: string) => JSON.parse(read(name)) as Record<string, string>;
const kit = (name: string) => bundle(`../../packages/vscode-kit/l10n/${name}`);

/** Every `{0}`, and every target of a link. */
const marks = (text = '') => [...text.matchAll(/\{\d\}|\]\([^)]*\)/g)].map(([mark]) => mark).sort();

describe('the texts of the manifest', () => {
  const english = bundle('package.nls.json');
  const german = bundle('package.nls.de.json');
  const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key);

  it('are all there in both languages, and all used', () => {
    expect(Object.keys(english).sort()).toEqual([...new Set(used)].sort());
    expect(Object.keys(german)).toEqual(Object.keys(english));
  });

  it('lead to the same commands in both languages', () => {
    for (const [key, text] of Object.entries(english)) expect(marks(german[key]), key).toEqual(marks(text));
  });

  it('leave nothing in English in package.json but names', () => {
    const { contributes } = JSON.parse(read('package.json')) as { contributes: unknown };
    const spoken = new Set([
      'title',
      'description',
      'markdownDescription',
      'name',
      'contents',
      'altText',
      'displayName',
      'userDescription',
    ]);
    const plain: string[] = [];
    const forModels = new Set(['inputSchema', 'modelDescription']);
    JSON.stringify(contributes, (key, value: unknown) => {
      if (forModels.has(key)) return undefined;
      if (spoken.has(key) && typeof value === 'string' && !value.startsWith('%')) plain.push(value);
      return value;
    });
    expect([...new Set(plain)]).toEqual(['Wicketgate', ...Object.values(META_TOOL_IDS)]);
  });
});

describe('the sentences of the code', () => {
  const sentences = Object.values(MESSAGES);

  it('are all in both bundles, and nothing else is', () => {
    const expected = [...new Set(sentences)].sort();
    expect(Object.keys(bundle('l10n/bundle.l10n.json')).sort()).toEqual(expected);
    expect(Object.keys(bundle('l10n/bundle.l10n.de.json')).sort()).toEqual(expected);
  });

  it('stand for themselves in English, and have the same marks in German', () => {
    for (const [sentence, text] of Object.entries(bundle('l10n/bundle.l10n.json'))) expect(text).toBe(sentence);
    for (const [sentence, text] of Object.entries(bundle('l10n/bundle.l10n.de.json'))) {
      expect(marks(text), sentence).toEqual(marks(sentence));
    }
  });

  it.each(['bundle.l10n.json', 'bundle.l10n.de.json'])('go into one %s with those of the kit', (name) => {
    const merged = mergedBundle(kit(name), bundle(`l10n/${name}`));
    expect(merged).toMatchObject(kit(name));
    expect(merged).toMatchObject(bundle(`l10n/${name}`));
  });

  it('cannot be translated in two ways', () => {
    const one: Bundle = { Open: 'Offen' };
    expect(mergedBundle(one, { Open: 'Offen', Shut: 'Zu' })).toEqual({ Open: 'Offen', Shut: 'Zu' });
    expect(() => mergedBundle(one, { Open: 'Öffnen' })).toThrow('"Open" has two translations: "Offen" and "Öffnen".');
  });
});
