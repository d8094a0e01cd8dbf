import { ACCESS_TOKEN_TYPE, MAX_ACCESS_TOKEN_LENGTH, type RandomBytes } from '@wicketgate/contract';
import { errors, importJWK, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { createSigningKey, publicJwkOf, type SigningKey } from '../adapters/ed25519.ts';
import { toHex } from '../domain/encoding.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import { createJwsSigner } from './compact-jws.ts';

/** What an access token says (RFC 9068 section 2.2). Instants are milliseconds since 1970. */
export interface AccessClaims {
  /** Id of the session that it belongs to. */
  readonly sid: string;
  /** Id of the principal. */
  readonly sub: string;
  readonly aud: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  /** Thumbprint of the key that it is bound to (RFC 9449 section 6.1); null: a bearer token. */
  readonly jkt: string | null;
}

export interface IssuedAccessToken {
  readonly token: string;
  /** Milliseconds since 1970, a whole second. */
  readonly expiresAt: number;
}

/** `unknown_token`: not ours, not for us, or broken; a stranger reads the same of all of them. */
export type AccessVerdict =
  | { readonly ok: true; readonly claims: AccessClaims }
  | { readonly ok: false; readonly reason: 'unknown_token' | 'token_expired' };

/** Signed tokens that stand for a session. They are checked without asking anybody. */
export interface AccessTokens {
  /** A token for the session as it is now. It never outlives the session. */
  issue(session: SessionRecord, now: number): Promise<IssuedAccessToken>;
  /** Checks signature, type, issuer, audience and time. Whether the session still stands is not asked here. */
  verify(text: string, now: number): Promise<AccessVerdict>;
}

export interface AccessTokensOptions {
  /** The first signs, all verify. */
  readonly signing: ServiceKeys['signing'];
  /** `iss`: the public URL. */
  readonly issuer: string;
  /** What tokens may be for; any of these passes. */
  readonly audiences: readonly string[];
  readonly random: RandomBytes;
  /** Whole seconds from 1 on. A federated session sets its own: its token lasts as long as it does. */
  readonly ttlSeconds: number;
}

/** How far ahead of ours the clock of another gateway process may run, in seconds. */
const IAT_SKEW_SECONDS = 60;

const UNKNOWN: AccessVerdict = { ok: false, reason: 'unknown_token' };
const EXPIRED: AccessVerdict = { ok: false, reason: 'token_expired' };

const claimsSchema = z.object({
  sid: z.string().check(z.regex(/^[0-9A-Za-z]{16}$/)),
  sub: z.string().check(z.minLength(1)),
  aud: z.string(),
  client_id: z.string(),
  scope: z.string(),
  iat: z.int(),
  exp: z.int(),
  jti: z.string(),
  cnf: z.optional(z.object({ jkt: z.string() })),
});

/** Throws a TypeError for no signing key, a seed that is not 32 bytes long, no audience, or a bad life time. */
export async function createAccessTokens(options: AccessTokensOptions): Promise<AccessTokens> {
  const { signing, issuer, audiences, random, ttlSeconds } = options;
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1) throw new TypeError('ttlSeconds is a whole number from 1 on.');
  if (audiences.length === 0) throw new TypeError('Access tokens need at least one audience.');
  const keys = await Promise.all(signing.map(({ seed }) => createSigningKey(seed)));
  const [signer] = keys;
  if (!signer) throw new TypeError('The gateway needs at least one signing key.');
  const signed = createJwsSigner(signer, ACCESS_TOKEN_TYPE);
  const verifying = await verifyingKeys(keys);
  const rules = {
    algorithms: ['EdDSA'],
    typ: ACCESS_TOKEN_TYPE,
    issuer,
    audience: [...audiences],
    requiredClaims: ['exp', 'iat'],
  };

  return {
    async issue(session, now) {
      const claims = claimsOf(session, { now, ttlSeconds, issuer, jti: toHex(random(new Uint8Array(16))) });
      return { token: await signed(claims), expiresAt: claims.exp * 1_000 };
    },
    async verify(text, now) {
      if (text.length > MAX_ACCESS_TOKEN_LENGTH) return UNKNOWN;
      try {
        const keyOf = ({ kid }: { kid?: string }) => verifying.get(kid ?? '') ?? refuseKey();
        const { payload } = await jwtVerify(text, keyOf, { ...rules, currentDate: new Date(now) });
        const parsed = claimsSchema.safeParse(payload);
        return parsed.success && parsed.data.iat * 1_000 <= now + IAT_SKEW_SECONDS * 1_000
          ? { ok: true, claims: readClaims(parsed.data) }
          : UNKNOWN;
      } catch (error) {
        if (error instanceof errors.JWTExpired) return EXPIRED;
        if (error instanceof errors.JOSEError) return UNKNOWN;
        throw error;
      }
    },
  };
}

interface Terms {
  readonly now: number;
  readonly ttlSeconds: number;
  readonly issuer: string;
  readonly jti: string;
}

function claimsOf(session: SessionRecord, { now, ttlSeconds, issuer, jti }: Terms) {
  const iat = Math.floor(now / 1_000);
  // Claims are whole seconds: a token lives for its whole life, and up to a second more, rather than less than its holder was told.
  const wholeEnd = Math.ceil(now / 1_000) + ttlSeconds;
  const sessionEnds = Math.floor(session.expiresAt / 1_000);
  return {
    iss: issuer,
    sub: session.principal.id,
    aud: session.audience,
    client_id: session.clientId,
    scope: session.scopes.join(' '),
    iat,
    exp: session.source.kind === 'federation' ? sessionEnds : Math.min(wholeEnd, sessionEnds),
    jti,
    sid: session.id,
    ...(session.dpopJkt !== null && { cnf: { jkt: session.dpopJkt } }),
  };
}

function readClaims(claims: z.infer<typeof claimsSchema>): AccessClaims {
  return {
    sid: claims.sid,
    sub: claims.sub,
    aud: claims.aud,
    clientId: claims.client_id,
    scopes: claims.scope === '' ? [] : claims.scope.split(' '),
    iat: claims.iat * 1_000,
    exp: claims.exp * 1_000,
    jti: claims.jti,
    jkt: claims.cnf?.jkt ?? null,
  };
}

type VerifyingKey = Awaited<ReturnType<typeof importJWK>>;

async function verifyingKeys(keys: readonly SigningKey[]): Promise<ReadonlyMap<string, VerifyingKey>> {
  const imported = keys.map(async (key) => {
    const { kty, crv, x } = publicJwkOf(key);
    return [key.kid, await importJWK({ kty, crv, x }, 'EdDSA')] as const;
  });
  return new Map(await Promise.all(imported));
}

function refuseKey(): never {
  throw new errors.JWKSNoMatchingKey();
}
