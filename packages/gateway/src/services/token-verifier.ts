import { createBoundedMap } from '../domain/bounded-map.ts';
import type { SessionCaller } from '../domain/caller.ts';
import { isOpen, revisionOfSignIn, sessionUnderKey } from '../domain/session-under-key.ts';
import type { Digests } from '../ports/digests.ts';
import type { AccessClaims, AccessTokens, AccessVerdict } from './access-tokens.ts';
import { isWithin } from './cache-times.ts';
import type { LoadedSession, SignInChange } from './session-cache.ts';
import type { SessionAnswer, SessionLoader } from './session-loader.ts';

/** An access token that opens something, and what it is bound to. */
export interface VerifiedToken {
  readonly ok: true;
  readonly caller: SessionCaller;
  readonly audience: string;
  /** Thumbprint of the key that must be proved with it (RFC 9449 section 6.1); null for a bearer token. */
  readonly jkt: string | null;
}

export type TokenVerdict =
  | VerifiedToken
  | { readonly ok: false; readonly reason: 'unknown_token' | 'token_expired' | 'unavailable' }
  | { readonly ok: false; readonly reason: 'session_ended'; readonly because: string | null };

export interface TokenVerifier {
  /** Decides about a text that looks like an access token. Asks nobody but the store, and that every 10 seconds. */
  verify(text: string, now: number): Promise<TokenVerdict>;
  /** Whether a text was a token that could pass when its sign-in was last read, 15 minutes ago at most. Reads nothing. */
  knows(text: string, now: number): Promise<boolean>;
  /** Forgets what is cached of sign-ins, so that the next request sees the change. */
  forget(change: SignInChange): void;
}

export interface TokenVerifierOptions {
  readonly tokens: Pick<AccessTokens, 'verify'>;
  readonly sessions: SessionLoader;
  readonly digests: Pick<Digests, 'sha256'>;
  /** Texts that are remembered, good ones and others apart; default 10,000 each. */
  readonly maxTokens?: number;
}

/** How long a text that is no token is remembered, in milliseconds. */
const REFUSED_MS = 5_000;
/** How far ahead of ours the clock may run that made a token, in milliseconds. */
const SKEW_MS = 60_000;
const MAX_TOKENS = 10_000;

type RefusedToken = Extract<AccessVerdict, { ok: false }>;

/** Claims under a good signature, with the verdict that was made of them and the sign-in it was made from. */
interface KnownToken {
  readonly claims: AccessClaims;
  verdict?: VerifiedToken;
  from?: LoadedSession;
}

interface Refusal {
  readonly since: number;
  readonly verdict: RefusedToken;
}

/** Verifies access tokens: the signature once for each text, the sign-in behind it through the cache of sign-ins. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { tokens, sessions, digests, maxTokens = MAX_TOKENS } = options;
  const known = createBoundedMap<string, KnownToken>({ max: maxTokens });
  // Apart from the good ones, so that random texts cannot push those out.
  const refused = createBoundedMap<string, Refusal>({ max: maxTokens });
  const inFlight = new Map<string, Promise<KnownToken | RefusedToken>>();

  const check = async (text: string, sha256: string, now: number): Promise<KnownToken | RefusedToken> => {
    const verdict = await tokens.verify(text, now);
    if (!verdict.ok) {
      refused.set(sha256, { since: now, verdict });
      return verdict;
    }
    const token: KnownToken = { claims: verdict.claims };
    known.set(sha256, token);
    return token;
  };

  const checkOnce = (text: string, sha256: string, now: number) => {
    const before = refused.get(sha256);
    if (before !== undefined && isWithin(now, before.since, before.since + REFUSED_MS)) return before.verdict;
    const running = inFlight.get(sha256);
    if (running !== undefined) return running;
    const checking = check(text, sha256, now).finally(() => inFlight.delete(sha256));
    inFlight.set(sha256, checking);
    return checking;
  };

  return {
    async verify(text, now) {
      const hashed = digests.sha256(text);
      const sha256 = typeof hashed === 'string' ? hashed : await hashed;
      const cached = known.get(sha256);
      const token = cached !== undefined && isTimely(cached, now) ? cached : await checkOnce(text, sha256, now);
      if ('ok' in token) return token;
      const loaded = sessions.load(token.claims.sid, now);
      return decide(token, { sha256, now, loaded: loaded instanceof Promise ? await loaded : loaded });
    },
    async knows(text, now) {
      const token = known.get(await digests.sha256(text));
      return token !== undefined && isTimely(token, now) && sessions.knows(token.claims.sid, now);
    },
    forget: (change) => {
      sessions.forget(change);
    },
  };
}

/** Decided on each request, so that a cached token ends with the second it ends in. */
function isTimely({ claims }: KnownToken, now: number): boolean {
  return isWithin(now, claims.iat - SKEW_MS, claims.exp);
}

interface Circumstances {
  readonly sha256: string;
  readonly now: number;
  readonly loaded: SessionAnswer;
}

/** A sign-in ends on each request too; the rest stays as it is while the same reading of it is used. */
function decide(token: KnownToken, { sha256, now, loaded }: Circumstances): TokenVerdict {
  if (loaded === 'unavailable') return { ok: false, reason: 'unavailable' };
  if (loaded === 'missing') return { ok: false, reason: 'session_ended', because: null };
  if (!isOpen(loaded, now)) return { ok: false, reason: 'session_ended', because: loaded.session.revokedReason };
  if (token.verdict === undefined || token.from !== loaded) {
    token.verdict = verdictOf(token.claims, loaded, sha256);
    token.from = loaded;
  }
  return token.verdict;
}

function verdictOf(claims: AccessClaims, loaded: LoadedSession, sha256: string): VerifiedToken {
  const session = sessionUnderKey(loaded);
  return {
    ok: true,
    audience: claims.aud,
    jkt: claims.jkt,
    caller: {
      kind: 'session',
      session,
      scopes: claims.scopes.filter((scope) => session.scopes.includes(scope)),
      tokenExpiresAt: claims.exp,
      revision: revisionOfSignIn(loaded),
      sha256,
      degraded: loaded.degraded,
    },
  };
}
