import {
  type AnswerOf,
  type endpoints,
  type KeyEnvironment,
  type KeyStatus,
  mintApiKey,
  mintKeyId,
  type RandomBytes,
  type RequestOf,
} from '@wicketgate/contract';
import { type Limits, TIER_LIMITS } from './limits.ts';
import { Refusal } from './refusal.ts';

type KeysTable = (typeof endpoints)['keys'];
/** A key as administrators see it, in camelCase. */
export type KeyView = AnswerOf<KeysTable['show']>['key'];
export type KeyDraft = RequestOf<KeysTable['create']>['body'];
export type KeyImport = RequestOf<KeysTable['import']>['body'];
export type KeyEdit = NonNullable<RequestOf<KeysTable['edit']>['body']>;

type Stored = Omit<KeyView, 'status' | 'limits'> & {
  state: 'active' | 'suspended' | 'revoked';
  limits: Limits | null;
  secret: { readonly text: string } | { readonly sha256: string };
};

export interface KeyBookOptions {
  readonly brand: string;
  readonly environments: readonly KeyEnvironment[];
  readonly random: RandomBytes;
  readonly now: () => number;
}

const instant = (time: number) => new Date(time).toISOString();

/** The keys of a fake gateway, in the clear and in memory, with the rules of their life. */
export class KeyBook {
  readonly #stored: Stored[] = [];
  readonly #options: KeyBookOptions;

  constructor(options: KeyBookOptions) {
    this.#options = options;
  }

  /** Issues a key of the gateway's own format. */
  issue(draft: KeyDraft, by: string): { readonly key: KeyView; readonly apiKey: string } {
    const env = draft.env ?? 'live';
    if (!this.#options.environments.includes(env)) throw invalid('env', 'must be an environment that is accepted here');
    const { key: apiKey, id } = mintApiKey({ ...this.#options, env });
    const stored = this.#put({ draft, id, env, by, secret: { text: apiKey } });
    return { key: this.#view(stored), apiKey };
  }

  /** Takes over a foreign key by its hash. */
  import(draft: KeyImport, by: string): KeyView {
    const taken = this.#stored.some((key) => 'sha256' in key.secret && key.secret.sha256 === draft.sha256);
    if (taken) throw new Refusal('conflict', { detail: 'A key with this hash exists already.' });
    const id = mintKeyId(this.#options.random);
    return this.#view(this.#put({ draft, id, env: 'live', by, secret: { sha256: draft.sha256 } }));
  }

  /** The key that a text or a SHA-256 opens. */
  opened(by: { readonly text: string; readonly sha256: string }): KeyView | undefined {
    const found = this.#stored.find(({ secret }) =>
      'text' in secret ? secret.text === by.text : secret.sha256 === by.sha256,
    );
    return found && this.#view(found);
  }

  /** All keys, newest first. */
  list(): KeyView[] {
    return this.#stored.map((key) => this.#view(key)).reverse();
  }

  show(id: string): KeyView {
    return this.#view(this.#find(id));
  }

  edit(id: string, edit: KeyEdit): KeyView {
    const key = this.#find(id);
    if (key.state === 'revoked') throw conflict('A revoked key cannot be changed.');
    this.#checkEnd(edit.expiresAt);
    const { owner, ...rest } = edit;
    Object.assign(key, rest, owner && { owner: ownerOf(owner) });
    return this.#view(key);
  }

  suspend(id: string, reason: string | undefined): KeyView {
    const key = this.#find(id);
    if (key.state === 'revoked') throw conflict('A revoked key cannot be suspended.');
    if (key.state === 'active') {
      Object.assign(key, {
        state: 'suspended',
        suspendedAt: instant(this.#options.now()),
        suspendedReason: reason ?? null,
      });
    }
    return this.#view(key);
  }

  resume(id: string): KeyView {
    const key = this.#find(id);
    if (key.state === 'revoked') throw conflict('A revoked key cannot be resumed.');
    Object.assign(key, { state: 'active', suspendedAt: null, suspendedReason: null });
    return this.#view(key);
  }

  revoke(id: string, reason: string, by: string): KeyView {
    const key = this.#find(id);
    if (key.state !== 'revoked') {
      Object.assign(key, {
        state: 'revoked',
        revokedAt: instant(this.#options.now()),
        revokedBy: by,
        revokedReason: reason,
      });
    }
    return this.#view(key);
  }

  rotate(id: string, overlapSeconds: number, by: string): { readonly key: KeyView; readonly apiKey: string } {
    const old = this.#find(id);
    if (this.#view(old).status !== 'active') throw conflict('Only an active key can be rotated.');
    if (old.rotatedTo !== null) throw conflict('The key has been rotated already.');
    const { key, apiKey } = this.issue({ ...old, expiresAt: old.expiresAt }, by);
    this.#find(key.id).rotatedFrom = old.id;
    old.rotatedTo = key.id;
    const end = this.#options.now() + overlapSeconds * 1000;
    if (overlapSeconds === 0) this.revoke(id, 'rotated', by);
    else if (old.expiresAt === null || Date.parse(old.expiresAt) > end) old.expiresAt = instant(end);
    return { key: this.show(key.id), apiKey };
  }

  /** Counts a use, as the gateway's batches would. */
  used(id: string): void {
    const key = this.#find(id);
    key.lastUsedAt = instant(this.#options.now());
    key.usageCount++;
  }

  #put(entry: {
    draft: KeyDraft | KeyImport;
    id: string;
    env: KeyEnvironment;
    by: string;
    secret: Stored['secret'];
  }): Stored {
    const { draft, id, env, by, secret } = entry;
    this.#checkEnd(draft.expiresAt);
    const stored: Stored = {
      id,
      kind: 'text' in secret ? 'issued' : 'imported',
      hint: 'shape' in draft ? draft.shape : `${this.#options.brand}_${env}_${id}`,
      name: draft.name,
      env,
      owner: ownerOf(draft.owner),
      tier: draft.tier ?? 'free',
      role: draft.role ?? 'user',
      scopes: [...(draft.scopes ?? [])],
      limits: draft.limits ?? null,
      metadata: draft.metadata ?? {},
      state: 'active',
      createdAt: instant(this.#options.now()),
      createdBy: by,
      expiresAt: draft.expiresAt ?? null,
      suspendedAt: null,
      suspendedReason: null,
      revokedAt: null,
      revokedBy: null,
      revokedReason: null,
      rotatedFrom: null,
      rotatedTo: null,
      lastUsedAt: null,
      lastUsedIp: null,
      usageCount: 0,
      secret,
    };
    this.#stored.push(stored);
    return stored;
  }

  #find(id: string): Stored {
    const found = this.#stored.find((key) => key.id === id);
    if (!found) throw new Refusal('not_found', { detail: 'There is no key with this id.' });
    return found;
  }

  #checkEnd(end: string | null | undefined): void {
    if (end && Date.parse(end) <= this.#options.now()) throw invalid('expires_at', 'must lie in the future');
  }

  #view(stored: Stored): KeyView {
    const { state, secret: _, ...rest } = stored;
    const expired = stored.expiresAt !== null && Date.parse(stored.expiresAt) <= this.#options.now();
    const status: KeyStatus = state !== 'revoked' && expired ? 'expired' : state;
    return structuredClone({ ...rest, limits: stored.limits ?? TIER_LIMITS[stored.tier], status });
  }
}

function ownerOf(owner: KeyDraft['owner']): KeyView['owner'] {
  return { id: owner.id, email: owner.email ?? null, name: owner.name ?? null };
}

function conflict(detail: string): Refusal {
  return new Refusal('conflict', { detail });
}

function invalid(field: string, message: string): Refusal {
  return new Refusal('invalid_field', { errors: [{ field, message }] });
}
