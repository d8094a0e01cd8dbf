import type { Context, MiddlewareHandler } from 'hono';
import type { Limits } from '../../domain/key-record.ts';
import { Refused } from '../../domain/refusal.ts';
import type { Limiter, LimitVerdict } from '../../ports/limiter.ts';
import type { CallerVerdict, CallerVerifier, Denied } from '../../services/caller-verifier.ts';
import type { UsageRecorder } from '../../services/usage.ts';
import { addressGroup } from '../client-address.ts';
import { type Credential, type CredentialRules, readCredential } from '../credentials.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import { createTrials } from '../trials.ts';

export interface AuthenticationParts {
  readonly callers: CallerVerifier;
  readonly limiter: Limiter;
  readonly usage: UsageRecorder;
  readonly credentials: CredentialRules;
  /** How many refused credentials an address may present. */
  readonly refusedPerAddress: Limits;
}

/**
 * Finds who calls, once per request, and puts it into the context for every later step. The budget of the address
 * stands before any read of the store. Only refused credentials spend it, so that any number of callers with good ones
 * may share one address. Once it is spent, credentials that passed a while ago still pass: whoever shares the address
 * with a broken client must not be shut out by it.
 */
export function authenticate(parts: AuthenticationParts): MiddlewareHandler<GatewayEnv> {
  const { limiter, callers, refusedPerAddress } = parts;
  const trials = createTrials();
  return async (c, next) => {
    const presented = presentedBy(c, parts.credentials);
    const [text, bucket, now] = ['text' in presented ? presented.text : '', bucketOf(c), c.get('now')];
    const left = await limiter.peek(bucket, refusedPerAddress, now);
    // What is being looked up may yet spend from the budget. Nothing waits between this look and the trial: whatever
    // comes at once would find the same budget.
    const isLeft = left.allowed && trials.others(bucket, text) <= left.remaining;
    const isKnown = () => 'text' in presented && callers.knows(presented, now);
    if (!isLeft && !(await isKnown())) throw throttled(c, parts, left);
    const verdict = await trials.during(bucket, text, () => decide(c, presented, parts));
    if (!verdict.ok) throw new Refused(verdict.refusal);
    c.set('caller', verdict.caller);
    await next();
  };
}

/** Tells where the address stands (draft-ietf-httpapi-ratelimit-headers-10), and nothing of the credential. */
function throttled(c: Context<GatewayEnv>, { usage, refusedPerAddress }: AuthenticationParts, left: LimitVerdict) {
  usage.refused({ reason: 'throttled', keyId: null, address: c.get('address'), now: c.get('now') });
  c.header('ratelimit-policy', `"address";q=${refusedPerAddress.requests};w=${refusedPerAddress.windowSeconds}`);
  c.header('ratelimit', `"address";r=0;t=${left.resetSeconds}`);
  return new Refused({ reason: 'throttled', retryAfterSeconds: Math.max(1, left.retryAfterSeconds) });
}

/** The verdict on what was presented; a refusal is counted before the next credential of the address is let in. */
async function decide(
  c: Context<GatewayEnv>,
  presented: Credential | Denied,
  { callers, usage, limiter, refusedPerAddress }: AuthenticationParts,
): Promise<CallerVerdict> {
  const [address, now] = [c.get('address'), c.get('now')];
  const verdict = 'refusal' in presented ? presented : await callers.verify(withRequest(c, presented), now);
  if (verdict.ok || verdict.refusal.reason === 'unavailable') return verdict;
  usage.refused({ reason: verdict.refusal.reason, keyId: verdict.keyId, address, now });
  if (!isWornOut(verdict)) await limiter.take(bucketOf(c), refusedPerAddress, now);
  return verdict;
}

/**
 * Whether it is a token of ours that came to its end, as each does: its signature is good, so nobody guessed it. Every window of
 * a machine that wakes up presents one, and the address must not be shut out by that.
 */
function isWornOut({ refusal }: Denied): boolean {
  return refusal.reason === 'token_expired';
}

function presentedBy(c: Context<GatewayEnv>, rules: CredentialRules): Credential | Denied {
  try {
    return readCredential(c.req.raw.headers, rules);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal, keyId: null };
    throw error;
  }
}

/** A token may need a proof, and a proof is of one request. The host of the address is the public one, not the caller's. */
function withRequest(c: Context<GatewayEnv>, credential: Credential) {
  if (credential.kind === 'key') return credential;
  const { pathname } = new URL(c.req.url);
  return { ...credential, method: c.req.method, path: pathname, proof: c.req.header('dpop') ?? null };
}

function bucketOf(c: Context<GatewayEnv>): string {
  return `address:${addressGroup(c.get('address'))}`;
}
