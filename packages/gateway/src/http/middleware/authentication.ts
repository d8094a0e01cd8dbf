import type { Context, MiddlewareHandler } from 'hono';
import type { Limits } from '../../domain/key-record.ts';
import { type Refusal, Refused } from '../../domain/refusal.ts';
import type { Limiter, LimitVerdict } from '../../ports/limiter.ts';
import type { UsageRecorder } from '../../services/usage.ts';
import type { Verdict, Verifier } from '../../services/verifier.ts';
import { addressGroup } from '../client-address.ts';
import { type CredentialRules, readCredential } from '../credentials.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import { createTrials } from '../trials.ts';

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
 * Finds who calls, once per request, and puts it into the context for every later step. The budget of the address
 * stands before any read of the store. Only refused credentials spend it, so that any number of callers with good keys
 * may share one address. Once it is spent, keys that passed a while ago still pass: whoever shares the address with a
 * broken client must not be shut out by it.
 */
export function authenticate(parts: AuthenticationParts): MiddlewareHandler<GatewayEnv> {
  const { limiter, verifier, refusedPerAddress } = parts;
  const trials = createTrials();
  return async (c, next) => {
    const presented = presentedBy(c, parts.credentials);
    const [text, bucket, now] = ['text' in presented ? presented.text : '', bucketOf(c), c.get('now')];
    const left = await limiter.peek(bucket, refusedPerAddress, now);
    // What is being looked up may yet spend from the budget. Nothing waits between this look and the trial: whatever
    // comes at once would find the same budget.
    const isLeft = left.allowed && trials.others(bucket, text) <= left.remaining;
    if (!isLeft && !(await verifier.knows(text, now))) throw throttled(c, parts, left);
    const verdict = await trials.during(bucket, text, () => decide(c, presented, parts));
    if (!verdict.ok) throw new Refused(verdict.refusal);
    c.set('caller', verdict.key);
    await next();
  };
}

type Presented = Denied | { readonly text: string };

interface Denied {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly keyId: string | null;
}

/** Tells where the address stands (draft-ietf-httpapi-ratelimit-headers-10), and nothing of the key. */
function throttled(c: Context<GatewayEnv>, { usage, refusedPerAddress }: AuthenticationParts, left: LimitVerdict) {
  usage.refused({ reason: 'throttled', keyId: null, address: c.get('address'), now: c.get('now') });
  c.header('ratelimit-policy', `"address";q=${refusedPerAddress.requests};w=${refusedPerAddress.windowSeconds}`);
  c.header('ratelimit', `"address";r=0;t=${left.resetSeconds}`);
  return new Refused({ reason: 'throttled', retryAfterSeconds: Math.max(1, left.retryAfterSeconds) });
}

/** The verdict on what was presented; a refusal is counted before the next credential of the address is let in. */
async function decide(
  c: Context<GatewayEnv>,
  presented: Presented,
  { verifier, usage, limiter, refusedPerAddress }: AuthenticationParts,
): Promise<Extract<Verdict, { ok: true }> | Denied> {
  const [address, now] = [c.get('address'), c.get('now')];
  const verdict = 'refusal' in presented ? presented : await verifier.verify(presented.text, now);
  if (verdict.ok) return verdict;
  const denied = 'refusal' in verdict ? verdict : deny(verdict);
  if (denied.refusal.reason !== 'unavailable') {
    usage.refused({ reason: denied.refusal.reason, keyId: denied.keyId, address, now });
    await limiter.take(bucketOf(c), refusedPerAddress, now);
  }
  return denied;
}

function presentedBy(c: Context<GatewayEnv>, rules: CredentialRules): Presented {
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

function bucketOf(c: Context<GatewayEnv>): string {
  return `address:${addressGroup(c.get('address'))}`;
}
