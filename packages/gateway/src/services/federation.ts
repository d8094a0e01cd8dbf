import { decodeJwt, errors, jwtVerify } from 'jose';
import { type Claims, personOf } from '../domain/claims.ts';
import { matchFederation } from '../domain/federation-match.ts';
import { ProviderDown } from '../domain/provider-errors.ts';
import type { FederationRule } from '../domain/sign-in-config.ts';
import type { Federated } from '../ports/identities.ts';
import type { IssuerKeys } from './issuer-keys.ts';

/** Signatures by a key pair. A shared secret, or none, proves nothing here (RFC 8725 section 3.1). */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** A token that is older was kept, and may have been stolen. */
const MAX_AGE_MS = 10 * 60_000;
/** How far the clock of the issuer may be ahead. */
const SKEW_MS = 60_000;

export type Federation = (subjectToken: string, now: number) => Promise<Federated>;

export interface FederationParts {
  readonly rules: readonly FederationRule[];
  readonly keys: IssuerKeys;
}

/**
 * Judges the token of a workload's platform (RFC 8693 section 2.1): an issuer of the rules, its signature, its times,
 * then the first rule that fits. A refusal names the claim, never what stands in it. Throws `ProviderDown`.
 */
export function createFederation({ rules, keys }: FederationParts): Federation {
  return async (subjectToken, now) => {
    const issuer = issuerOf(subjectToken);
    if (issuer === undefined) return refused('The subject token is no signed JWT with an issuer (iss).');
    if (!rules.some((rule) => rule.issuer === issuer)) {
      return refused('No rule names the issuer (iss) of the subject token.');
    }
    const verified = await verify({ subjectToken, issuer, keys, now });
    if (typeof verified === 'string') return refused(verified);
    const flaw = flawOfTimes(verified, now);
    if (flaw !== undefined) return refused(flaw);
    const match = matchFederation(rules, verified);
    return match.ok ? approve(match.rule, verified, now) : match;
  };
}

interface Verification {
  readonly subjectToken: string;
  readonly issuer: string;
  readonly keys: IssuerKeys;
  readonly now: number;
}

/** The claims, or what is wrong. The times are looked at afterwards, by our own rules. */
async function verify({ subjectToken, issuer, keys, now }: Verification): Promise<Claims | string> {
  try {
    const options = { issuer, algorithms: ALGORITHMS, requiredClaims: ['sub', 'aud', 'exp', 'iat'] };
    const { payload } = await jwtVerify(subjectToken, keys.keysOf(issuer, now), {
      ...options,
      currentDate: new Date(now),
      clockTolerance: SKEW_MS / 1_000,
    });
    return payload;
  } catch (error) {
    if (error instanceof ProviderDown) throw error;
    if (error instanceof errors.JWTExpired) return 'The subject token has expired (exp).';
    if (error instanceof errors.JWTClaimValidationFailed) return `The subject token does not fit: ${error.claim}.`;
    if (error instanceof errors.JOSEAlgNotAllowed)
      return 'The subject token is signed by an algorithm (alg) that is not taken.';
    // A TypeError: the key that the issuer publishes is too short for its algorithm (RFC 7518 section 3.3).
    if (error instanceof errors.JOSEError || error instanceof TypeError)
      return 'The signature of the subject token is not one of its issuer.';
    throw error;
  }
}

/** Only `iat` and `nbf` may be a little ahead of our clock; what has expired has expired. */
function flawOfTimes({ iat, exp }: Claims, now: number): string | undefined {
  if (typeof exp !== 'number' || exp * 1_000 <= now) return 'The subject token has expired (exp).';
  if (typeof iat !== 'number' || iat * 1_000 > now + SKEW_MS) return 'The subject token is of the future (iat).';
  if (now - iat * 1_000 > MAX_AGE_MS) return 'The subject token is older than 10 minutes (iat): ask for a new one.';
  return undefined;
}

function approve(rule: FederationRule, claims: Claims, now: number): Federated {
  const subject = typeof claims['sub'] === 'string' ? claims['sub'] : '';
  const id = personOf(rule.name, subject, {})?.id;
  if (id === undefined) return refused('The subject (sub) of the subject token is empty, too long or not printable.');
  const { name, tier, role, scopes, ttlSeconds } = rule;
  const source = { kind: 'federation', id: name, subject } as const;
  const endsBy = now + ttlSeconds * 1_000;
  const rights = { tier, role, scopes, limits: null, source, upstreamSealed: null, checkedAt: now, endsBy };
  return { ok: true, approval: { principal: { id, email: null, name: subject }, ...rights }, ttlSeconds, rule: name };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    // Whatever it is, it is no token that could be verified.
    return undefined;
  }
}

function refused(description: string): Federated {
  return { ok: false, description };
}
