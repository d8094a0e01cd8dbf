import type { Context, MiddlewareHandler } from 'hono';
import type { Limits } from '../../domain/key-record.ts';
import { type Refusal, Refused } from '../../domain/refusal.ts';
import type { Limiter } from '../../ports/limiter.ts';
import type { UsageRecorder } from '../../services/usage.ts';
import type { Verdict, Verifier } from '../../services/verifier.ts';
import { addressGroup } from '../client-address.ts';
import { type CredentialRules, readCredential } from '../credentials.ts';
import type { GatewayEnv } from '../gateway-env.ts';

/** Seconds after which a caller may ask again while the store is out of reach. */
const STORE_RETRY_SECONDS = 5;

export interface AuthenticationParts {
  readonly verifier: Verifier;
  readonly limiter: Limiter;
  readonly usage: UsageRecorder;
  readonly credentials: CredentialRules;
  /** How many refused credentials an address may present. */
  readonly refusedPerAddress: Limits;
}

/**
 * Stands before any read of the store. Only refused credentials spend an address's budget, so that any number of
 * callers with good keys may share one address. Once it is spent, keys that passed a while ago still pass: whoever
 * shares the address with a broken client must not be shut out by it.
 */
export function guardAddress(parts: AuthenticationParts): MiddlewareHandler<GatewayEnv> {
  const { limiter, usage, refusedPerAddress } = parts;
  return async (c, next) => {
    const [address, now] = [c.get('address'), c.get('now')];
    const verdict = await limiter.peek(bucketOf(address), refusedPerAddress, now);
    if (!verdict.allowed && !(await isKnown(c, parts))) {
      usage.refused({ reason: 'throttled', keyId: null, address, now });
      throw new Refused({ reason: 'throttled', retryAfterSeconds: verdict.retryAfterSeconds });
    }
    await next();
  };
}

async function isKnown(c: Context<GatewayEnv>, { verifier, credentials }: AuthenticationParts): Promise<boolean> {
  const presented = presentedBy(c, credentials);
  return !('refusal' in presented) && verifier.knows(presented.text, c.get('now'));
}

/** Finds who calls, once per request, and puts it into the context for every later step. */
export function authenticate(parts: AuthenticationParts): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const verdict = await verdictOf(c, parts);
    if (!verdict.ok) {
      if (verdict.refusal.reason !== 'unavailable') await countRefusal(c, parts, verdict);
      throw new Refused(verdict.refusal);
    }
    c.set('caller', verdict.key);
    await next();
  };
}

interface Denied {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly keyId: string | null;
}

async function verdictOf(
  c: Context<GatewayEnv>,
  { verifier, credentials }: AuthenticationParts,
): Promise<Extract<Verdict, { ok: true }> | Denied> {
  const presented = presentedBy(c, credentials);
  if ('refusal' in presented) return presented;
  const verdict = await verifier.verify(presented.text, c.get('now'));
  return verdict.ok ? verdict : deny(verdict);
}

function presentedBy(c: Context<GatewayEnv>, rules: CredentialRules): Denied | { readonly text: string } {
  try {
    return { text: readCredential(c.req.raw.headers, rules) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal, keyId: null };
    throw error;
  }
}

function deny(verdict: Exclude<Verdict, { ok: true }>): Denied {
  switch (verdict.reason) {
    case 'malformed_key':
    case 'unknown_key':
      return { ok: false, refusal: { reason: verdict.reason }, keyId: null };
    case 'key_suspended':
    case 'key_revoked':
      return { ok: false, refusal: { reason: verdict.reason, because: verdict.because }, keyId: verdict.keyId };
    case 'key_expired':
      return { ok: false, refusal: { reason: verdict.reason, at: verdict.at }, keyId: verdict.keyId };
    case 'unavailable':
      return { ok: false, refusal: { reason: 'unavailable', retryAfterSeconds: STORE_RETRY_SECONDS }, keyId: null };
  }
}

async function countRefusal(c: Context<GatewayEnv>, parts: AuthenticationParts, { refusal, keyId }: Denied) {
  const [address, now] = [c.get('address'), c.get('now')];
  parts.usage.refused({ reason: refusal.reason, keyId, address, now });
  await parts.limiter.take(bucketOf(address), parts.refusedPerAddress, now);
}

function bucketOf(address: string): string {
  return `address:${addressGroup(address)}`;
}
