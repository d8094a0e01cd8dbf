import type { KeyEnvironment, RandomBytes } from '@wicketgate/contract';
import { assertBrand } from '@wicketgate/contract';
import { createWebDigests } from '../adapters/web-digests.ts';
import type { KeyCaller } from '../domain/caller.ts';
import { assertShapes, type ForeignShape } from '../domain/foreign-shape.ts';
import { stateOf } from '../domain/key-lifecycle.ts';
import { type AcceptedKeys, classifyKey } from '../domain/presented-key.ts';
import type { Digests } from '../ports/digests.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { KeyStore } from '../ports/storage.ts';
import { createKeyDigests } from './key-digests.ts';
import { createKeyLoader, type VerifierCacheOptions } from './key-loader.ts';

export type { VerifierCacheOptions };

export type Verdict =
  | { readonly ok: true; readonly caller: KeyCaller }
  | { readonly ok: false; readonly reason: 'malformed_key' | 'unknown_key' }
  | {
      readonly ok: false;
      readonly reason: 'key_suspended' | 'key_revoked';
      readonly keyId: string;
      readonly because: string | null;
    }
  | { readonly ok: false; readonly reason: 'key_expired'; readonly keyId: string; readonly at: number }
  | { readonly ok: false; readonly reason: 'unavailable' };

export interface Verifier {
  /** Decides about a presented key. Malformed and unregistered shapes are refused without I/O. */
  verify(presented: string, now: number): Promise<Verdict>;
  /** Whether a text was a key that could pass when it was last read, 15 minutes ago at most. Never reads the store. */
  knows(presented: string, now: number): Promise<boolean>;
  /** Forgets what is cached of a key, so that the next request sees the change. */
  forget(keyId: string): void;
}

export interface VerifierOptions {
  readonly store: KeyStore;
  readonly peppers: ServiceKeys['peppers'];
  readonly brand: string;
  readonly environments: readonly KeyEnvironment[];
  readonly shapes: readonly ForeignShape[];
  /** For the jitter of the cache. */
  readonly random: RandomBytes;
  /** Default WebCrypto; a host that hashes at once is several times faster. */
  readonly digests?: Digests;
  readonly cache?: VerifierCacheOptions;
  /** Told of each read that the store failed, whether an older verdict stood in for it or none. */
  readonly onDegraded?: (cause: unknown) => void;
}

const MALFORMED: Verdict = { ok: false, reason: 'malformed_key' };
const UNKNOWN: Verdict = { ok: false, reason: 'unknown_key' };
const UNAVAILABLE: Verdict = { ok: false, reason: 'unavailable' };

/**
 * Verifies keys without a write and, once a key is known, without a read. Keys under an earlier pepper verify as they
 * are: nothing is digested anew on this path, because that would be a write. Throws a TypeError for bad options.
 */
export function createVerifier(options: VerifierOptions): Verifier {
  assertAccepted(options);
  const digests = createKeyDigests(options.digests ?? createWebDigests(), options.peppers);
  const loader = createKeyLoader({ ...options, digests });

  return {
    async verify(presented, now) {
      const classified = classifyKey(presented, options);
      if (classified.kind === 'malformed') return MALFORMED;
      const hashed = digests.sha256(presented);
      const sha256 = typeof hashed === 'string' ? hashed : await hashed;
      const loaded = await loader.load({ presented: classified, sha256 }, now);
      if (loaded === 'unknown') return UNKNOWN;
      if (loaded === 'unavailable') return UNAVAILABLE;
      return options.environments.includes(loaded.record.env)
        ? decide({ kind: 'key', record: loaded.record, degraded: loaded.degraded, sha256 }, now)
        : MALFORMED;
    },
    async knows(presented, now) {
      const isKey = classifyKey(presented, options).kind !== 'malformed';
      return isKey && loader.knows(await digests.sha256(presented), now);
    },
    forget: (keyId) => {
      loader.forget(keyId);
    },
  };
}

/** The state is decided on each request, so that a cached key ends with the minute it ends in. */
function decide(caller: KeyCaller, now: number): Verdict {
  const { record } = caller;
  switch (stateOf(record, now)) {
    case 'active':
      return { ok: true, caller };
    case 'suspended':
      return { ok: false, reason: 'key_suspended', keyId: record.id, because: record.suspendedReason };
    case 'revoked':
      return { ok: false, reason: 'key_revoked', keyId: record.id, because: record.revokedReason };
    case 'expired':
      return { ok: false, reason: 'key_expired', keyId: record.id, at: record.expiresAt ?? now };
  }
}

function assertAccepted({ brand, environments, shapes }: AcceptedKeys): void {
  assertBrand(brand);
  assertShapes(shapes, brand);
  if (environments.length === 0) throw new TypeError('The gateway must accept the keys of at least one environment.');
}
