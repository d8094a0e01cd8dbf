import { OAuthRefused } from '../domain/oauth-refused.ts';
import { decideRefresh, type RefreshDecision } from '../domain/refresh-decision.ts';
import { grantScopes } from '../domain/scopes.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import { isTokenText } from '../domain/token-text.ts';
import type { RefreshToken } from '../ports/sign-in-store.ts';
import type { Asking } from './asking.ts';
import { openChild } from './child-seal.ts';
import type { SessionEnding } from './session-ending.ts';
import { createSessionRotation, type RotationParts } from './session-rotation.ts';
import type { GivenTokens, RefreshRequest, SessionService, SessionServiceOptions } from './sessions.ts';
import { withStorage } from './storage-refusals.ts';
import { createTurns } from './turns.ts';

export type SessionRefreshParts = RotationParts & Pick<SessionServiceOptions, 'accessTokens' | 'dpop'>;

/** Whoever lost a race finds the token used when it looks again, so a few looks are enough. */
const TRIES = 4;

/** Exchanges refresh tokens: the newest for its child; a parent whose answer was lost for the same child again. */
export function createSessionRefresh(parts: SessionRefreshParts): SessionService['refresh'] {
  const { digests, brand, clock, signIn } = parts;
  const rotate = createSessionRotation(parts);
  const turns = createTurns();

  const attempt = async (request: RefreshRequest, asking: Asking): Promise<GivenTokens | 'conflict'> => {
    const found = await find(parts, request.refreshToken);
    if (found === undefined) throw refusalOf('unknown');
    assertClient(found.session, signIn);
    // By the time of this look: the request may have waited for its turn.
    const decision = decideRefresh(found, request, clock.now());
    await obey(decision, found.session, { ...parts, asking });
    assertBound(found.session, request, parts.dpop);
    if (request.audience !== undefined && request.audience !== found.session.audience) {
      throw new OAuthRefused('invalid_target', 'resource is not the one that was approved.');
    }
    if (decision.kind === 'again') {
      const child = await openChild(request.refreshToken, decision.childSealed);
      return give(parts, { session: found.session, child, request }, asking.now);
    }
    const rotated = await rotate({ ...found, text: request.refreshToken }, asking);
    return rotated === 'conflict' ? 'conflict' : give(parts, { ...rotated, request }, asking.now);
  };

  return async (request, asking) => {
    if (!isTokenText('rt', brand, request.refreshToken)) throw refusalOf('unknown');
    // One after another in this process, so that a provider's own one-time refresh token is spent once.
    return turns.take(await digests.newest(request.refreshToken), async () => {
      for (let tries = 0; tries < TRIES; tries++) {
        const given = await attempt(request, asking);
        if (given !== 'conflict') return given;
      }
      throw new OAuthRefused('temporarily_unavailable', 'The sign-in is busy. Try again.', { retryAfterSeconds: 1 });
    });
  };
}

interface Found {
  readonly token: RefreshToken;
  readonly session: SessionRecord;
  readonly child: RefreshToken | undefined;
}

async function find({ store, digests }: SessionRefreshParts, text: string): Promise<Found | undefined> {
  const candidates = await digests.all(text);
  const token = await withStorage(() => store.findRefreshToken(candidates));
  if (token === undefined) return undefined;
  const { childDigest } = token;
  const [session, child] = await Promise.all([
    withStorage(() => store.findSession(token.sessionId)),
    childDigest === null ? undefined : withStorage(() => store.findRefreshToken([childDigest])),
  ]);
  return session && { token, session, child };
}

/** Throws unless tokens are to be given; ends the session when its token came back as a copy. */
async function obey(
  decision: RefreshDecision,
  session: SessionRecord,
  { ending, asking }: { readonly ending: SessionEnding; readonly asking: Asking },
): Promise<void> {
  if (decision.kind === 'refused') throw refusalOf(decision.why);
  if (decision.kind !== 'reuse') return;
  await ending.endBy(session.id, { action: 'session.reuse', reason: 'refresh token used twice' }, asking);
  throw refusalOf('reuse');
}

/** Also where the request names none: a client that was taken away keeps no sign-ins. */
function assertClient({ clientId }: SessionRecord, { clients }: SessionRefreshParts['signIn']): void {
  if (clients.some(({ id }) => id === clientId)) return;
  throw new OAuthRefused('invalid_client', 'The client of this sign-in is not registered any more.');
}

/** Where proofs are required, a session of before without a key is over: it cannot be bound afterwards. */
function assertBound(session: SessionRecord, { jkt }: RefreshRequest, dpop: 'accepted' | 'required'): void {
  if (dpop === 'accepted' || session.dpopJkt !== null) return;
  if (jkt !== null) throw refusalOf('unbound');
  throw new OAuthRefused('invalid_dpop_proof', 'This server wants a DPoP proof with every token request.');
}

async function give(
  { accessTokens }: SessionRefreshParts,
  { session, child, request }: { session: SessionRecord; child: string; request: RefreshRequest },
  now: number,
): Promise<GivenTokens> {
  const scopes = grantScopes(request.scopes, session.scopes);
  const { token, expiresAt } = await accessTokens.issue({ ...session, scopes }, now);
  return { session, accessToken: token, accessExpiresAt: expiresAt, scopes, refreshToken: child };
}

const SENTENCES = {
  unknown: 'This refresh token is not known. Sign in again.',
  ended: 'The sign-in has ended. Sign in again.',
  expired: 'The refresh token has expired. Sign in again.',
  other_client: 'This refresh token belongs to another client.',
  other_key: 'The refresh token is bound to another key.',
  reuse: 'The refresh token was used before, so the sign-in was ended. Sign in again.',
  unbound: 'This sign-in is bound to no key, which this server wants by now. Sign in again.',
} as const;

function refusalOf(why: keyof typeof SENTENCES): OAuthRefused {
  return new OAuthRefused('invalid_grant', SENTENCES[why]);
}
