import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { importFernet } from '../../src/node/fernet-import.ts';
import type { SecretsError } from '../../src/words/errors.ts';
// Made with the package `cryptography` 48.0.0 of Python, as the earlier tool did: PBKDF2HMAC(SHA256, 32, salt, 100000), then
// Fernet; fixed times and nonces. In `twice` each token went through base64.b64encode once more.
import once from '../vectors/fernet/once.json' with { type: 'json' };
import twice from '../vectors/fernet/twice.json' with { type: 'json' };

type Vector = typeof once;
type Tokens = Record<string, string>;

const imported = ({ file, master_key, environment }: Vector) =>
  importFernet({ text: file, masterKey: new Secret(master_key), environment });
const withTokens = (vector: Vector, change: (tokens: Tokens) => unknown): Vector => ({
  ...vector,
  file: JSON.stringify(change(JSON.parse(vector.file) as Tokens)),
});

function refusalOf(vector: Vector): SecretsError {
  try {
    imported(vector);
  } catch (error) {
    return error as SecretsError;
  }
  throw new Error('It was imported.');
}

/** A token as `cryptography` makes it, of bytes that it would not take. */
function tokenOf(plain: Buffer, { master_key, environment }: Vector): string {
  const key = pbkdf2Sync(master_key, `orchestra-ai-${environment}`, 100_000, 32, 'sha256');
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), Buffer.alloc(16));
  const signed = Buffer.concat([Buffer.of(0x80), Buffer.alloc(24), cipher.update(plain), cipher.final()]);
  return Buffer.concat([signed, createHmac('sha256', key.subarray(0, 16)).update(signed).digest()]).toString('base64');
}

describe('A file of the earlier kind', () => {
  it.each<[string, Vector]>([
    ['with plain tokens', once],
    ['with tokens that were encoded twice', twice],
  ])('is opened whole: %s', (_, vector) => {
    const { entries } = imported(vector);
    expect(Object.fromEntries(Array.from(entries, ([name, secret]) => [name, secret.reveal()]))).toEqual(vector.values);
  });

  it('comes with a warning of how weakly it was kept', () => {
    const { warnings } = imported(twice);
    expect(warnings).toEqual([expect.stringContaining('a salt that everybody knows')]);
  });

  it('under the built-in master key comes with the advice to replace every key', () => {
    expect(imported(once).warnings).toEqual([
      expect.stringContaining('a salt that everybody knows'),
      expect.stringContaining('anybody could read the file. Replace each of these keys'),
    ]);
  });

  it.each<[string, Vector]>([
    ['another master key', { ...twice, master_key: 'a master key of that tim' }],
    ['another environment', { ...twice, environment: 'development' }],
  ])('stays shut for %s', (_, vector) => {
    expect(refusalOf(vector)).toMatchObject({
      code: 'wrong_key',
      hint: expect.stringContaining('ORCHESTRA_MASTER_KEY') as string,
    });
  });

  it.each<[string, (tokens: Tokens) => Tokens]>([
    ['cut off', (tokens) => ({ ...tokens, OPENAI_API_KEY: tokens['OPENAI_API_KEY']?.slice(0, -8) ?? '' })],
    ['exchanged for one of another key', (tokens) => ({ ...tokens, OPENAI_API_KEY: tokenOf(Buffer.from('x'), twice) })],
    ['plain text', (tokens) => ({ ...tokens, OPENAI_API_KEY: 'sk-plainText0123456789' })],
    ['no UTF-8', (tokens) => ({ ...tokens, OPENAI_API_KEY: tokenOf(Buffer.of(0xff), once) })],
  ])('gives nothing at all when one token is %s, and says which', (_, change) => {
    const refusal = refusalOf(withTokens(once, change));
    expect(refusal).toMatchObject({ code: 'invalid_import', secretName: 'OPENAI_API_KEY' });
    expect(refusal.message).toContain('OPENAI_API_KEY');
    expect(refusal.message).not.toContain('plainText');
  });

  it('gives nothing at all when one value cannot be kept', () => {
    const change = (tokens: Tokens) => ({ ...tokens, LINES: tokenOf(Buffer.from('a\nb'), once) });
    expect(refusalOf(withTokens(once, change))).toMatchObject({ code: 'invalid_value', secretName: 'LINES' });
  });

  it.each<[string, string]>([
    ['no JSON', '{"GITHUB_TOKEN": "ghp_plain'],
    ['a list', '["ghp_plain"]'],
    ['nothing', 'null'],
    ['without an entry', '{}'],
    ['with a name that no secret can have', '{"ghp plain": "x"}'],
    ['with a value that is no text', '{"GITHUB_TOKEN": {"value": "ghp_plain"}}'],
  ])('is refused when it is %s, and nothing of it is repeated', (_, file) => {
    const refusal = refusalOf({ ...once, file });
    expect(refusal.code).toBe('invalid_import');
    expect(`${refusal.message} ${refusal.stack}`).not.toContain('plain');
  });
});
