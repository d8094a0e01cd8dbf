import { Secret } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import {
  authenticate,
  createDataKey,
  forgetDataKey,
  isAuthentic,
  openSecret,
  sealSecret,
} from '../../../src/node/file/data-key.ts';
import { documentSample, encoded } from '../../document-samples.ts';

const random = createSeededRandom(9);
const file = { id: encoded(16), path: 'development' };
const newKey = (id = file.id) => createDataKey(random(new Uint8Array(32)), id);
const key = newKey();
const plain = { name: 'TOKEN', version: 2, updated: 1_800_000_000_000, secret: new Secret('schlüssel 🔑') };
const sealed = sealSecret(plain, { ...file, key, random });

describe('a sealed secret', () => {
  it('opens with its key in its place', () => {
    expect(openSecret(sealed, { ...file, key })?.reveal()).toBe('schlüssel 🔑');
  });

  it('has another nonce and ciphertext each time it is sealed', () => {
    const again = sealSecret(plain, { ...file, key, random });
    expect(again.nonce).not.toBe(sealed.nonce);
    expect(again.value).not.toBe(sealed.value);
  });

  it.each([
    ['name', { ...sealed, name: 'OTHER' }, file, key],
    ['version', { ...sealed, version: 1 }, file, key],
    ['time', { ...sealed, updated: sealed.updated + 1 }, file, key],
    ['file', sealed, { ...file, id: encoded(16) }, key],
    ['path', sealed, { ...file, path: 'production' }, key],
    ['data key', sealed, file, newKey()],
  ])('opens under no other %s', (...row) => {
    const [, moved, place, other] = row;
    expect(openSecret(moved, { ...place, key: other })).toBeUndefined();
  });
});

describe('the data key', () => {
  it('tells its own documents from those of others', () => {
    const document = authenticate(documentSample(), key);
    expect(isAuthentic(document, key)).toBe(true);
    expect(isAuthentic(document, newKey())).toBe(false);
    expect(isAuthentic({ ...document, path: 'other' }, key)).toBe(false);
  });

  it('gives other keys and another print to another file', () => {
    const raw = random(new Uint8Array(32));
    const [one, other] = [createDataKey(raw, encoded(16)), createDataKey(raw, encoded(16))];
    expect(one.values.equals(other.values)).toBe(false);
    expect(one.index).not.toEqual(other.index);
    expect(one.print).not.toBe(other.print);
  });

  it('is zeroed when it is forgotten, and so is the key of the index', () => {
    const forgotten = newKey();
    forgetDataKey(forgotten);
    expect([forgotten.raw, forgotten.index].every((one) => one.every((byte) => byte === 0))).toBe(true);
  });
});
