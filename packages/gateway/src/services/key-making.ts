import { type FieldError, type KeyEnvironment, mintApiKey, mintKeyId, type RandomBytes } from '@wicketgate/contract';
import { detailsOfKey } from '../domain/audit-details.ts';
import { fromHex, toBase64Url } from '../domain/encoding.ts';
import type { ForeignShape } from '../domain/foreign-shape.ts';
import { flawsOfDraft, type MadeMembers, recordOfDraft } from '../domain/key-draft.ts';
import { type KeyMasker, maskDraft } from '../domain/key-masking.ts';
import type { KeyRecord } from '../domain/key-record.ts';
import { Refused } from '../domain/refusal.ts';
import type { KeyStore } from '../ports/storage.ts';
import type { Actor, KeyService } from './key-administration.ts';
import type { KeyCommits } from './key-commits.ts';
import type { KeyDigests } from './key-digests.ts';
import { withStorage } from './storage-refusals.ts';

/** A key that exists nowhere yet but in memory. */
export interface Minted {
  readonly apiKey: string;
  readonly made: Omit<MadeMembers, 'createdAt' | 'createdBy'>;
}

export interface KeyMaking extends Pick<KeyService, 'create' | 'import'> {
  readonly mint: (env: KeyEnvironment) => Promise<Minted>;
}

export interface KeyMakingParts {
  readonly storage: KeyStore;
  readonly brand: string;
  readonly environments: readonly KeyEnvironment[];
  readonly shapes: readonly ForeignShape[];
  readonly digests: KeyDigests;
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly mask: KeyMasker;
  readonly commits: KeyCommits;
  readonly handOver?: ((apiKey: string) => Promise<void>) | undefined;
}

const SHA256 = /^[0-9a-f]{64}$/;

export function createKeyMaking(parts: KeyMakingParts): KeyMaking {
  const { brand, digests, random, now, mask } = parts;

  const mint = async (env: KeyEnvironment): Promise<Minted> => {
    const { key: apiKey, id } = mintApiKey({ brand, env, random });
    const digest = await digests.newest(await digests.sha256(apiKey));
    await parts.handOver?.(apiKey);
    return { apiKey, made: { id, kind: 'issued', shape: null, hint: `${brand}_${env}_${id}`, env, ...digest } };
  };

  return {
    mint,
    async create(draft, actor) {
      const at = now();
      refuseFlaws(flawsOfDraft(draft, parts.environments, at));
      const { apiKey, made } = await mint(draft.env ?? 'live');
      const record = recordOfDraft(maskDraft(draft, mask), { ...made, createdAt: at, createdBy: actor.id });
      await store(parts, record, actor);
      return { record, apiKey };
    },
    async import(draft, actor) {
      const at = now();
      const env = draft.env ?? importedEnvironment(parts.environments);
      const shape = registeredShape(parts.shapes, draft.shape);
      refuseFlaws([...flawsOfDraft({ ...draft, env }, parts.environments, at), ...flawsOfHash(draft.sha256)]);
      const sha256 = toBase64Url(fromHex(draft.sha256));
      await refuseKnown(parts, sha256);
      const id = mintKeyId(random);
      const own = { id, kind: 'imported', shape: shape.name, hint: shape.prefix, env } as const;
      const made = { ...own, ...(await digests.newest(sha256)), createdAt: at, createdBy: actor.id };
      const record = recordOfDraft(maskDraft(draft, mask), made);
      await store(parts, record, actor);
      return record;
    },
  };
}

async function store({ commits }: KeyMakingParts, record: KeyRecord, actor: Actor): Promise<void> {
  const action = record.kind === 'imported' ? 'key.import' : 'key.create';
  const facts = { at: record.createdAt, action, targetId: record.id, details: detailsOfKey(record) };
  const result = await commits.commit({ insert: record, audit: [commits.entry(actor, facts)] });
  if (result === 'conflict') throw alreadyThere();
}

/** A key that was imported under an earlier pepper has another digest, so the unique column does not tell. */
async function refuseKnown({ storage, digests }: KeyMakingParts, sha256: string): Promise<void> {
  const candidates = await digests.all(sha256);
  const known = await withStorage(() => storage.findByDigest(candidates.map(({ digest }) => digest)));
  if (known !== undefined) throw alreadyThere();
}

function alreadyThere(): Refused {
  return new Refused({ reason: 'state_conflict', detail: 'This key is here already.' });
}

function registeredShape(shapes: readonly ForeignShape[], name: string): ForeignShape {
  const shape = shapes.find((candidate) => candidate.name === name);
  if (shape !== undefined) return shape;
  const errors = [{ field: 'shape', message: 'must be the name of a shape that this gateway has registered' }];
  throw new Refused({ reason: 'invalid_fields', errors });
}

function flawsOfHash(sha256: string): FieldError[] {
  return SHA256.test(sha256) ? [] : [{ field: 'sha256', message: 'must be 64 lower-case hexadecimal digits' }];
}

/** A foreign key names no environment: `live`, unless the gateway takes none of those. */
function importedEnvironment(environments: readonly KeyEnvironment[]): KeyEnvironment {
  return environments.includes('live') ? 'live' : (environments[0] ?? 'live');
}

export function refuseFlaws(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw new Refused({ reason: 'invalid_fields', errors });
}
