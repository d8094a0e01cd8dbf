import { constantTimeEqual } from '../domain/constant-time.ts';
import type { KeyRecord } from '../domain/key-record.ts';
import type { PresentedKey } from '../domain/presented-key.ts';
import type { KeyStore } from '../ports/storage.ts';
import type { KeyDigests } from './key-digests.ts';

/** Equal to no digest: what a presented key is compared with when there is no row. */
const NO_DIGEST = '-'.repeat(64);

/** A text that looks like a key, with the SHA-256 of it. */
export interface KeyQuestion {
  readonly presented: Exclude<PresentedKey, { readonly kind: 'malformed' }>;
  readonly sha256: string;
}

/** Reads the key that a presented text is: one read of the store, and one comparison whether there is a row or not. */
export async function lookUpKey(
  store: KeyStore,
  digests: KeyDigests,
  question: KeyQuestion,
): Promise<KeyRecord | undefined> {
  const { presented, sha256 } = question;
  return presented.kind === 'issued'
    ? lookUpIssued(store, digests, { id: presented.id, sha256 })
    : lookUpImported(store, digests, sha256);
}

/** By the public id. An id that nobody has costs the same HMAC and comparison as a wrong secret does. */
async function lookUpIssued(
  store: KeyStore,
  digests: KeyDigests,
  { id, sha256 }: { readonly id: string; readonly sha256: string },
): Promise<KeyRecord | undefined> {
  const record = await store.findById(id);
  const known = record && (await digests.under(record.pepperVersion, sha256));
  const digest = known ?? (await digests.newest(sha256)).digest;
  const expected = known !== undefined && record?.kind === 'issued' ? record.digest : NO_DIGEST;
  return constantTimeEqual(digest, expected) ? record : undefined;
}

/** By the digest: a foreign key has no public id. */
async function lookUpImported(store: KeyStore, digests: KeyDigests, sha256: string): Promise<KeyRecord | undefined> {
  const candidates = await digests.all(sha256);
  const record = await store.findByDigest(candidates.map(({ digest }) => digest));
  if (record?.kind !== 'imported') return undefined;
  const candidate = candidates.find(({ pepperVersion }) => pepperVersion === record.pepperVersion);
  return constantTimeEqual(candidate?.digest ?? NO_DIGEST, record.digest) ? record : undefined;
}
