import type { Caller, SessionCaller } from '../domain/caller.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { ProofCheck } from './dpop.ts';
import type { TokenVerifier, VerifiedToken } from './token-verifier.ts';
import type { Verdict, Verifier } from './verifier.ts';

/** What a request presents. */
export type PresentedCredential =
  | { readonly kind: 'key'; readonly text: string }
  | ({ readonly kind: 'token'; readonly text: string; readonly scheme: 'bearer' | 'dpop' } & PresentedProof);

/** The proof that came with a token, and what it must be a proof of. */
export interface PresentedProof {
  readonly method: string;
  readonly path: string;
  /** The `DPoP` header. */
  readonly proof: string | null;
}

/** A refusal, with the id of the key where the whole key was presented. */
export interface Denied {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly keyId: string | null;
}

export type CallerVerdict = { readonly ok: true; readonly caller: Caller } | Denied;

/** Finds who calls, by an API key or an access token. */
export interface CallerVerifier {
  verify(credential: PresentedCredential, now: number): Promise<CallerVerdict>;
  /** Whether a credential could pass when it was last read, 15 minutes ago at most. Never reads the store. */
  knows(credential: Pick<PresentedCredential, 'kind' | 'text'>, now: number): Promise<boolean>;
}

export interface CallerVerifierOptions {
  readonly keys: Verifier;
  readonly tokens: TokenVerifier;
  readonly proofs: ProofCheck;
  /** `aud` of the tokens that are taken here: a token for another resource of this gateway is not (RFC 8707). */
  readonly audience: string;
  /** Whether tokens that are bound to no key are refused. */
  readonly dpop: 'accepted' | 'required';
}

/** Seconds after which a caller may ask again while the store is out of reach. */
const STORE_RETRY_SECONDS = 5;

const UNBOUND = 'This access token is bound to no key. Send it as "Authorization: Bearer <token>".';
const MUST_BE_BOUND =
  'This gateway takes only access tokens that are bound to a key (RFC 9449). Sign in with a key to prove.';
const BOUND = 'This access token is bound to a key. Send it as "Authorization: DPoP <token>" with a proof.';

export function createCallerVerifier(options: CallerVerifierOptions): CallerVerifier {
  const { keys, tokens, audience } = options;
  return {
    async verify(credential, now) {
      if (credential.kind === 'key') return ofKey(await keys.verify(credential.text, now));
      const verdict = await tokens.verify(credential.text, now);
      if (!verdict.ok) return denied(ofToken(verdict));
      if (verdict.audience !== audience) return denied({ reason: 'unknown_token' });
      return withProof(options, { verdict, credential, now });
    },
    knows: ({ kind, text }, now) => (kind === 'key' ? keys.knows(text, now) : tokens.knows(text, now)),
  };
}

interface Presentation {
  readonly verdict: VerifiedToken;
  readonly credential: Extract<PresentedCredential, { kind: 'token' }>;
  readonly now: number;
}

/** RFC 9449 sections 7.1 and 7.2: a bound token is worth nothing without its key, whatever it is presented as. */
async function withProof(
  { proofs, dpop }: CallerVerifierOptions,
  { verdict, credential, now }: Presentation,
): Promise<CallerVerdict> {
  const { caller, jkt } = verdict;
  const isProved = credential.scheme === 'dpop';
  if (jkt === null && dpop === 'required') return deniedFor(MUST_BE_BOUND);
  if (jkt === null) return isProved ? deniedFor(UNBOUND) : passed(caller);
  if (!isProved) return deniedFor(BOUND);
  const { method, path, proof, text } = credential;
  const checked = await proofs.check({ method, path, header: proof, accessToken: text, jkt }, now);
  return 'problem' in checked ? deniedFor(checked.problem) : passed(caller);
}

function passed(caller: SessionCaller): CallerVerdict {
  return { ok: true, caller };
}

function denied(refusal: Refusal, keyId: string | null = null): Denied {
  return { ok: false, refusal, keyId };
}

function deniedFor(detail: string): Denied {
  return denied({ reason: 'invalid_dpop_proof', detail });
}

function ofToken(verdict: Exclude<Awaited<ReturnType<TokenVerifier['verify']>>, { ok: true }>): Refusal {
  switch (verdict.reason) {
    case 'unknown_token':
    case 'token_expired':
      return { reason: verdict.reason };
    case 'session_ended':
      return { reason: 'session_ended', because: verdict.because };
    case 'unavailable':
      return { reason: 'unavailable', retryAfterSeconds: STORE_RETRY_SECONDS };
  }
}

function ofKey(verdict: Verdict): CallerVerdict {
  if (verdict.ok) return verdict;
  switch (verdict.reason) {
    case 'malformed_key':
    case 'unknown_key':
      return denied({ reason: verdict.reason });
    case 'key_suspended':
    case 'key_revoked':
      return denied({ reason: verdict.reason, because: verdict.because }, verdict.keyId);
    case 'key_expired':
      return denied({ reason: verdict.reason, at: verdict.at }, verdict.keyId);
    case 'unavailable':
      return denied({ reason: 'unavailable', retryAfterSeconds: STORE_RETRY_SECONDS });
  }
}
