import { createDecipheriv } from 'node:crypto';
import { Secret } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { associatedData } from '../../src/rules/associated-data.ts';
import { parseSealedText } from '../../src/rules/sealed-text.ts';
import { createEnvelope, type SealedPlace } from '../../src/services/envelope.ts';

const keyOf = (seed: number) => createSeededRandom(seed)(new Uint8Array(32));
const OLD = { id: 'old', key: keyOf(1) };
const NEW = { id: 'new', key: keyOf(2) };
const PLACE = { path: 'provider-keys', name: 'tavily' };
const VALUE = 'tvly-0123456789abcdef';

const envelope = createEnvelope({ keys: [OLD, NEW], current: 'new' });
const seal = (place: SealedPlace = PLACE) => envelope.seal(new Secret(VALUE), place);
const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

describe('an envelope', () => {
  it('opens what it sealed, for any value and any place', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((each) => !/\p{Surrogate}/u.test(each));
    const value = text.filter((each) => each !== '');
    await fc.assert(
      fc.asyncProperty(value, text, text, async (plain, path, name) => {
        const sealed = await envelope.seal(new Secret(plain), { path, name });
        expect((await envelope.open(sealed, { path, name })).reveal()).toBe(plain);
      }),
    );
  });

  it('writes the text of the format: another implementation opens it', async () => {
    const { keyId, nonce, ciphertext } = parseSealedText(await seal());
    const decipher = createDecipheriv('aes-256-gcm', NEW.key, nonce);
    decipher.setAAD(associatedData('wicketgate-envelope/v1', ['new', PLACE.path, PLACE.name]));
    decipher.setAuthTag(ciphertext.subarray(-16));
    const opened = Buffer.concat([decipher.update(ciphertext.subarray(0, -16)), decipher.final()]);
    expect([keyId, opened.toString()]).toEqual(['new', VALUE]);
  });

  it('seals the same value as another text each time', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => seal()))).size).toBe(50);
  });

  it('takes its nonces from the randomness that it is given', async () => {
    const seeded = createEnvelope({ keys: [NEW], current: 'new', random: createSeededRandom(5) });
    const { nonce } = parseSealedText(await seeded.seal(new Secret(VALUE), PLACE));
    expect(nonce).toEqual(createSeededRandom(5)(new Uint8Array(12)));
  });

  it.each([
    { path: 'provider-keys', name: 'brave' },
    { path: 'elsewhere', name: 'tavily' },
    { path: 'provider-keyst', name: 'avily' },
    { path: '\uD83D', name: 'tavily' },
  ])('does not open a text in another place: %o', async (place) => {
    await expect(envelope.open(await seal(), place)).rejects.toThrow(code('undecryptable'));
  });

  it('does not open a text that has any digit otherwise', async () => {
    const sealed = await seal();
    const from = sealed.lastIndexOf('.', sealed.lastIndexOf('.') - 1) + 1;
    for (let at = from; at < sealed.length; at++) {
      if (sealed[at] === '.') continue;
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      await expect(envelope.open(changed, PLACE)).rejects.toThrow(code('undecryptable'));
    }
  });

  it('does not open under another key of the same id, nor under another id of the same key', async () => {
    const sealed = await seal();
    const impostor = createEnvelope({ keys: [{ id: 'new', key: keyOf(3) }], current: 'new' });
    await expect(impostor.open(sealed, PLACE)).rejects.toThrow(code('undecryptable'));
    const renamed = createEnvelope({ keys: [{ id: 'neu', key: NEW.key }], current: 'neu' });
    await expect(renamed.open(sealed.replace('.new.', '.neu.'), PLACE)).rejects.toThrow(code('undecryptable'));
  });

  it('opens what an older key of its ring sealed, and tells that it is not current', async () => {
    const before = createEnvelope({ keys: [OLD], current: 'old' });
    const sealed = await before.seal(new Secret(VALUE), PLACE);
    expect((await envelope.open(sealed, PLACE)).reveal()).toBe(VALUE);
    expect([envelope.keyIdOf(sealed), envelope.isCurrent(sealed), before.isCurrent(sealed)]).toEqual([
      'old',
      false,
      true,
    ]);
  });

  it('names the key that it does not have', async () => {
    const alone = createEnvelope({ keys: [OLD], current: 'old' });
    const opening = alone.open(await seal(), PLACE);
    await expect(opening).rejects.toThrow(code('unknown_key_id'));
    await expect(opening).rejects.toThrow('names the key new,');
  });

  it('refuses a text of a later version, and what is none', async () => {
    await expect(envelope.open('wge2.new.x', PLACE)).rejects.toThrow(code('unsupported_version'));
    await expect(envelope.open(VALUE, PLACE)).rejects.toThrow(code('undecryptable'));
    expect(() => envelope.isCurrent(VALUE)).toThrow(code('undecryptable'));
    expect(() => envelope.keyIdOf('wge2.new.x')).toThrow(code('unsupported_version'));
  });

  it('takes values of several lines, and refuses those that are empty or too long', async () => {
    const pem = '-----BEGIN KEY-----\nabc\n';
    expect((await envelope.open(await envelope.seal(new Secret(pem), PLACE), PLACE)).reveal()).toBe(pem);
    const largest = new Secret('x'.repeat(65_536));
    expect((await envelope.open(await envelope.seal(largest, PLACE), PLACE)).reveal()).toHaveLength(65_536);
    for (const value of ['', 'x'.repeat(65_537), '\uD83D']) {
      await expect(envelope.seal(new Secret(value), PLACE)).rejects.toThrow(code('invalid_value'));
    }
  });

  it('keeps its keys when the caller wipes them', async () => {
    const key = keyOf(9);
    const made = createEnvelope({ keys: [{ id: 'a', key }], current: 'a' });
    key.fill(0);
    const same = createEnvelope({ keys: [{ id: 'a', key: keyOf(9) }], current: 'a' });
    expect((await same.open(await made.seal(new Secret(VALUE), PLACE), PLACE)).reveal()).toBe(VALUE);
  });

  it('shows no key when it is printed', () => {
    expect(JSON.stringify(envelope)).toBe('{}');
  });

  it('says nothing of the value in an error', async () => {
    const error: unknown = await envelope.open((await seal()).slice(0, -4), PLACE).catch((each: unknown) => each);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(VALUE);
  });

  it.each([
    ['no key', { keys: [], current: 'a' }],
    ['a current key that is not there', { keys: [OLD], current: 'new' }],
    ['two keys of one id', { keys: [OLD, { id: 'old', key: NEW.key }], current: 'old' }],
    ['an id with a dot', { keys: [{ id: 'a.b', key: NEW.key }], current: 'a.b' }],
    ['a key of 31 bytes', { keys: [{ id: 'a', key: new Uint8Array(31) }], current: 'a' }],
    ['a key of 33 bytes', { keys: [{ id: 'a', key: new Uint8Array(33) }], current: 'a' }],
    ['a key of zeros', { keys: [{ id: 'a', key: new Uint8Array(32) }], current: 'a' }],
  ])('is not made of %s', (_, options) => {
    expect(() => createEnvelope(options)).toThrow(TypeError);
  });

  it('does not seal for a place that is no text', async () => {
    await expect(seal({ path: '\uD83D', name: 'a' })).rejects.toThrow(TypeError);
  });
});
