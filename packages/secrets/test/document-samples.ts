import { createSeededRandom } from '@wicketgate/testing';
import fc from 'fast-check';
import { toBase64Url } from '../src/rules/binary.ts';
import type { SealedSecret, SecretsDocument, Wrap } from '../src/words/document.ts';

const random = createSeededRandom(42);

/** Bytes in the file's spelling; other ones with every call. */
export function encoded(bytes: number): string {
  return toBase64Url(random(new Uint8Array(bytes)));
}

const RECIPIENT = `age1${'q'.repeat(58)}`;

const SAMPLE_WRAPS: readonly Wrap[] = [
  { id: encoded(8), kind: 'keyring', nonce: encoded(12), key: encoded(48) },
  { id: encoded(8), kind: 'passphrase', salt: encoded(16), nonce: encoded(12), key: encoded(48) },
  { id: encoded(8), kind: 'master-key', keyId: encoded(8), salt: encoded(16), nonce: encoded(12), key: encoded(48) },
  { id: encoded(8), kind: 'age', recipient: RECIPIENT, key: encoded(232) },
];

/** A secret as it stands in a file; nothing opens it. */
export function sealedSample(name: string, bytes = 40): SealedSecret {
  return { name, version: 3, updated: 1_800_000_000_000, nonce: encoded(12), value: encoded(bytes) };
}

/** A file in good form, with one wrap of each kind and two secrets. Nothing opens it. */
export function documentSample(changes: Partial<SecretsDocument> = {}): SecretsDocument {
  return {
    format: 'wicketgate-secrets',
    version: 1,
    id: encoded(16),
    path: 'development',
    wraps: SAMPLE_WRAPS,
    secrets: [sealedSample('GITHUB_TOKEN'), sealedSample('OPENAI_API_KEY')],
    index: { counter: 7, mac: encoded(32) },
    ...changes,
  };
}

const binary = (least: number, most = least) => fc.uint8Array({ minLength: least, maxLength: most }).map(toBase64Url);
const count = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const sealing = { nonce: binary(12), key: binary(48) };
const bech32 = fc.string({
  unit: fc.constantFrom(...Array.from('qpzry9x8gf2tvdw0s3jn54khce6mua7l')),
  minLength: 58,
  maxLength: 58,
});

const anyWrap: fc.Arbitrary<Wrap> = fc.oneof(
  fc.record({ id: binary(8), kind: fc.constant('keyring' as const), ...sealing }),
  fc.record({ id: binary(8), kind: fc.constant('passphrase' as const), salt: binary(16), ...sealing }),
  fc.record({
    id: binary(8),
    kind: fc.constant('master-key' as const),
    keyId: binary(8),
    salt: binary(16),
    ...sealing,
  }),
  fc.record({
    id: binary(8),
    kind: fc.constant('age' as const),
    recipient: bech32.map((text) => `age1${text}`),
    key: binary(232),
  }),
);

const anySecret: fc.Arbitrary<SealedSecret> = fc.record({
  name: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,20}$/),
  version: count,
  updated: fc.integer({ min: 0, max: 8.64e15 }),
  nonce: binary(12),
  value: binary(17, 60),
});

/** Any file in good form. */
export const anyDocument: fc.Arbitrary<SecretsDocument> = fc.record({
  format: fc.constant('wicketgate-secrets' as const),
  version: fc.constant(1 as const),
  id: binary(16),
  path: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,20}$/),
  wraps: fc.uniqueArray(anyWrap, { minLength: 1, maxLength: 5, selector: ({ id }) => id }),
  secrets: fc
    .uniqueArray(anySecret, { maxLength: 6, selector: ({ name }) => name })
    .map((list) => list.toSorted((one, other) => (one.name < other.name ? -1 : 1))),
  index: fc.record({ counter: count, mac: binary(32) }),
});
