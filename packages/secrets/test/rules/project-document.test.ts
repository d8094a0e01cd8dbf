import { describe, expect, it } from 'vitest';
import { parseProjectDocument } from '../../src/rules/project-document.ts';
import { SecretsError } from '../../src/words/errors.ts';

const FILE = '/srv/app/wicketgate.secrets.json';

/** A document with one secret, with these members beside its name. */
function withSecret(members: Record<string, unknown>): string {
  return JSON.stringify({ version: 1, secrets: [{ name: 'ACME_TOKEN', ...members }] });
}

function hintOf(text: string): string {
  try {
    parseProjectDocument(text, FILE);
  } catch (error) {
    if (!SecretsError.isInstance(error)) throw error;
    expect(error.code).toBe('invalid_spec');
    expect(error.message).toContain(FILE);
    return error.hint ?? '';
  }
  return '';
}

const PROBE = { method: 'GET', url: 'https://api.example.com/me', present: 'bearer' };

describe('a document that fits', () => {
  it('is read with every member', () => {
    const secret = {
      ...{ name: 'ACME_TOKEN', aliases: ['OLD_ACME_TOKEN'], purpose: 'opens Acme', url: 'https://example.com/tokens' },
      ...{ scopes: ['read:all'], pattern: 'acme_[0-9a-f]{32}', example: 'acme_…', required: false, rotationDays: 30 },
      probe: {
        ...PROBE,
        present: { header: 'X-Key', prefix: 'Key ' },
        headers: { 'X-V': '1' },
        scopesHeader: 'X-Scopes',
      },
      ...{ command: ['op', 'read', 'op://app/acme/token'], default: 'none', generate: { bytes: 32, encoding: 'hex' } },
    };
    const document = { $schema: 'https://example.com/schema.json', version: 1, secrets: [secret] };
    expect(parseProjectDocument(JSON.stringify(document), FILE)).toEqual(document);
  });

  it('may begin with a byte order mark, and may name no secret', () => {
    expect(parseProjectDocument('\uFEFF{"version":1,"secrets":[]}', FILE).secrets).toEqual([]);
  });
});

describe('a document that does not fit', () => {
  it('is told with the line where its JSON breaks', () => {
    expect(hintOf('{\n  "version": 1,\n  "secrets": [}\n}')).toMatch(/^line 3: /);
  });

  it('is told with line and member of each flaw, in the order of the lines', () => {
    const text = '{\n"version": 1,\n"secrets": [\n{"name": "A",\n"rotationDays": 0},\n{"nam": "B",\n"name": "B B"}\n]}';
    expect(hintOf(text).split('\n')).toEqual([
      'line 5: secrets[0].rotationDays must be at least 1',
      'line 6: secrets[1].nam is not known',
      'line 7: secrets[1].name has a form that is not allowed',
    ]);
  });

  it('is told of at most ten flaws', () => {
    const secrets = Array.from({ length: 12 }, () => ({ name: '1' }));
    const lines = hintOf(JSON.stringify({ version: 1, secrets })).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('and 2 more');
  });

  it('can write nothing to a terminal by the names of its members', () => {
    expect(hintOf(withSecret({ '\u001b[2J\u202e': 1 }))).toBe('line 1: secrets[0].?[2J? is not known');
  });

  it.each([
    ['no object', '[]'],
    ['another version', '{"version":2,"secrets":[]}'],
    ['no secrets', '{"version":1}'],
    ['a name that none takes', JSON.stringify({ version: 1, secrets: [{ name: 'A B' }] })],
    ['an unknown member', withSecret({ value: 'x' })],
    ['http elsewhere than here', withSecret({ url: 'http://example.com' })],
    ['another scheme', withSecret({ url: 'javascript:alert(1)' })],
    ['a blank in the address', withSecret({ url: 'https://example.com/a b' })],
    ['an escape in the address', withSecret({ url: 'https://example.com/\u001b[2J' })],
    ['a mark that turns text around in the address', withSecret({ url: 'https://example.com/\u202e' })],
    ['letters of other scripts in the address', withSecret({ probe: { ...PROBE, url: 'https://ex\u0430mple.com' } })],
    ['a user in the address', withSecret({ url: 'https://me@example.com' })],
    ['a fragment in the address', withSecret({ probe: { ...PROBE, url: 'https://example.com/#x' } })],
    ['another method', withSecret({ probe: { ...PROBE, method: 'DELETE' } })],
    ['a header with a line end', withSecret({ probe: { ...PROBE, headers: { A: 'x\r\nB: y' } } })],
    ['a command in one text', withSecret({ command: 'op read x' })],
    ['an empty command', withSecret({ command: [] })],
    ['NUL in a command', withSecret({ command: ['op', 'a\0'] })],
    ['two lines in a purpose', withSecret({ purpose: 'a\nb' })],
    ['a mark that turns text around', withSecret({ purpose: 'a\u202eb' })],
    ['a pattern that does not compile', withSecret({ pattern: '(' })],
    ['a pattern that can hang', withSecret({ pattern: '(a+)+' })],
    ['a fraction of days', withSecret({ rotationDays: 1.5 })],
  ])('is refused: %s', (_, text) => {
    expect(hintOf(text)).toMatch(/line 1: /);
  });

  it.each([
    [
      '200 secrets',
      (count: number) =>
        JSON.stringify({ version: 1, secrets: Array.from({ length: count }, (_, n) => ({ name: `S${n}` })) }),
      200,
    ],
    ['16 aliases', (count: number) => withSecret({ aliases: Array.from({ length: count }, (_, n) => `A${n}`) }), 16],
    ['32 scopes', (count: number) => withSecret({ scopes: Array.from({ length: count }, () => 's') }), 32],
    ['33 words of a command', (count: number) => withSecret({ command: Array.from({ length: count }, () => 'w') }), 33],
    ['1,024 characters of a word', (count: number) => withSecret({ command: ['w'.repeat(count)] }), 1_024],
    ['200 characters of a purpose', (count: number) => withSecret({ purpose: 'p'.repeat(count) }), 200],
    ['200 characters of a pattern', (count: number) => withSecret({ pattern: 'p'.repeat(count) }), 200],
    ['4,096 characters of a default', (count: number) => withSecret({ default: 'd'.repeat(count) }), 4_096],
    ['3,650 days', (count: number) => withSecret({ rotationDays: count }), 3_650],
    ['1,024 random bytes', (count: number) => withSecret({ generate: { bytes: count, encoding: 'hex' } }), 1_024],
    ['128 characters of a name', (count: number) => withSecret({ aliases: ['N'.repeat(count)] }), 128],
  ])('is refused above %s', (_, textWith, most) => {
    expect(hintOf(textWith(most))).toBe('');
    expect(hintOf(textWith(most + 1))).not.toBe('');
  });
});
