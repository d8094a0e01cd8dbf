import type { endpoints, KeyEnvironment, RequestOf, Role, Tier } from '@wicketgate/contract';
import type { FactValue } from './fact.ts';
import type { Rate } from './rate.ts';

export type CreateBody = RequestOf<typeof endpoints.keys.create>['body'];
export type EditBody = NonNullable<RequestOf<typeof endpoints.keys.edit>['body']>;

/** What may be said of a key on the command line, already parsed. */
export interface KeyOptions {
  readonly name?: string;
  readonly owner?: string;
  readonly ownerEmail?: string;
  readonly ownerName?: string;
  readonly tier?: Tier;
  readonly role?: Role;
  readonly scope?: readonly string[];
  readonly clearScopes?: true;
  /** `tier`: back to the limits of the tier. */
  readonly rate?: Rate | 'tier';
  readonly burst?: number;
  /** RFC 3339 in UTC, or `never`. */
  readonly expires?: string;
  readonly meta?: readonly (readonly [string, FactValue])[];
  readonly clearMeta?: true;
}

export type BodyResult<Body> =
  { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly problem: string };

/** What a new or imported key needs, from options that must name it and its owner. */
export function createBody(options: KeyOptions & { env?: KeyEnvironment }): BodyResult<CreateBody> {
  const edit = editBody(options);
  if (!edit.ok) return edit;
  const { name, owner, ...rest } = edit.body;
  if (name === undefined) return { ok: false, problem: 'A key needs a name: add --name TEXT.' };
  if (owner === undefined) return { ok: false, problem: 'A key needs an owner: add --owner ID.' };
  return { ok: true, body: { ...rest, name, owner, ...(options.env && { env: options.env }) } };
}

/** The members that were given, and no others. */
export function editBody(options: KeyOptions): BodyResult<EditBody> {
  const contradiction = contradictionIn(options);
  if (contradiction !== undefined) return { ok: false, problem: contradiction };
  const { name, tier, role, expires } = options;
  const body: EditBody = {
    ...(name !== undefined && { name }),
    ...ownerMember(options),
    ...(tier && { tier }),
    ...(role && { role }),
    ...scopesMember(options),
    ...limitsMember(options),
    ...(expires !== undefined && { expiresAt: expires === 'never' ? null : expires }),
    ...metadataMember(options),
  };
  return { ok: true, body };
}

function contradictionIn(options: KeyOptions): string | undefined {
  if (options.owner === undefined && (options.ownerEmail ?? options.ownerName) !== undefined) {
    return 'An owner is named by an id: add --owner ID to --owner-email and --owner-name.';
  }
  if (options.burst !== undefined && typeof options.rate !== 'object')
    return '--burst goes with --rate: write for instance --rate 100/1m --burst 20.';
  if (options.scope && options.clearScopes) return 'Use --scope or --clear-scopes, not both.';
  if (options.meta && options.clearMeta) return 'Use --meta or --clear-meta, not both.';
  return undefined;
}

function ownerMember({ owner, ownerEmail, ownerName }: KeyOptions): Pick<EditBody, 'owner'> {
  if (owner === undefined) return {};
  const email = ownerEmail === undefined ? {} : { email: ownerEmail };
  const name = ownerName === undefined ? {} : { name: ownerName };
  return { owner: { id: owner, ...email, ...name } };
}

function scopesMember({ scope, clearScopes }: KeyOptions): Pick<EditBody, 'scopes'> {
  if (clearScopes) return { scopes: [] };
  return scope === undefined ? {} : { scopes: [...new Set(scope)] };
}

function limitsMember({ rate, burst }: KeyOptions): Pick<EditBody, 'limits'> {
  if (rate === undefined) return {};
  return { limits: rate === 'tier' ? null : { ...rate, burst: burst ?? rate.requests } };
}

function metadataMember({ meta, clearMeta }: KeyOptions): Pick<EditBody, 'metadata'> {
  if (clearMeta) return { metadata: {} };
  return meta === undefined ? {} : { metadata: Object.fromEntries(meta) };
}
