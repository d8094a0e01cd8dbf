import * as z from 'zod/mini';
import { Secret } from '../words/secret.ts';
import type { SignedIn, SignInTokens } from '../words/sign-in.ts';

const personSchema = z.object({ id: z.string(), email: z.nullable(z.string()), name: z.nullable(z.string()) });

/** Times are milliseconds since 1970 by the clock of the machine that wrote it. */
const recordSchema = z.object({
  v: z.literal(1),
  /** Names the sign-in: two records with the same one are older and newer forms of each other. */
  sign_in: z.string(),
  /** Counts the refreshes of a sign-in. */
  generation: z.int(),
  issuer: z.string(),
  client_id: z.string(),
  access_token: z.string(),
  issued_at: z.number(),
  access_expires_at: z.number(),
  refresh_token: z.optional(z.string()),
  scope: z.string(),
  saved_at: z.number(),
  /** A private JWK. */
  proof_key: z.optional(z.string()),
  person: z.optional(personSchema),
});

/** A sign-in as it is kept. */
export interface SessionRecord extends SignInTokens {
  readonly signIn: string;
  readonly generation: number;
  readonly savedAt: number;
  readonly person: SignedIn['person'];
}

/** One line of JSON, as a `TokenStore` takes it. */
export function recordText(record: SessionRecord): Secret {
  const { accessToken, refreshToken, proofKey, person } = record;
  return new Secret(
    JSON.stringify({
      v: 1,
      sign_in: record.signIn,
      generation: record.generation,
      issuer: record.issuer,
      client_id: record.clientId,
      access_token: accessToken.reveal(),
      issued_at: record.issuedAt,
      access_expires_at: record.accessExpiresAt,
      refresh_token: refreshToken?.reveal(),
      scope: record.scopes.join(' '),
      saved_at: record.savedAt,
      proof_key: proofKey?.reveal(),
      person,
    }),
  );
}

/** Undefined for anything that `recordText` would not write. */
export function parseRecord(text: Secret): SessionRecord | undefined {
  const parsed = recordSchema.safeParse(jsonOf(text.reveal()));
  if (!parsed.success) return undefined;
  const { data } = parsed;
  return {
    signIn: data.sign_in,
    generation: data.generation,
    issuer: data.issuer,
    clientId: data.client_id,
    accessToken: new Secret(data.access_token),
    issuedAt: data.issued_at,
    accessExpiresAt: data.access_expires_at,
    refreshToken: secretOf(data.refresh_token),
    scopes: data.scope.split(' ').filter((scope) => scope !== ''),
    savedAt: data.saved_at,
    proofKey: secretOf(data.proof_key),
    person: data.person,
  };
}

/** What may be shown of a record. */
export function signedInOf(record: SessionRecord, store: string): SignedIn {
  const { issuer, clientId, person, scopes, accessExpiresAt, savedAt } = record;
  const [refreshable, dpop] = [record.refreshToken !== undefined, record.proofKey !== undefined];
  return { issuer, clientId, person, scopes, accessExpiresAt, refreshable, savedAt, dpop, store };
}

/** Whether a record is a later form of the same sign-in. */
export function isLater(one: SessionRecord, other: SessionRecord): boolean {
  return one.signIn === other.signIn && one.generation > other.generation;
}

function secretOf(text: string | undefined): Secret | undefined {
  return text === undefined ? undefined : new Secret(text);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
