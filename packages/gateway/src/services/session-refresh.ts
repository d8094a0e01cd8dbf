import { OAuthRefused } from '../domain/oauth-refused.ts';
import { decideRefresh, type RefreshDecision } from '../domain/refresh-decision.ts';
import { grantScopes } from '../domain/scopes.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import { isTokenText } from '../domain/token-text.ts';
import type { RefreshToken } from '../ports/sign-in-store.ts';
import type { Asking } from './asking.ts';
import { openChild } from './child-seal.ts';
import { createRefusedRefreshNotes, type RefreshRefusal, refusalOf } from './refresh-refusals.ts';
import { createSessionRotation, type RotationParts } from './session-rotation.ts';
import type { GivenTokens, RefreshRequest, SessionService, SessionServiceOptions } from './sessions.ts';
import { withStorage } from './storage-refusals.ts';
import { createTurns } from './turns.ts';

export type SessionRefreshParts = RotationParts & Pick<SessionServiceOptions, 'accessTokens' | 'dpop' | 'limiter'>;

/** Whoever lost a race finds the token used when it looks again, so a few looks are enough. */
const TRIES = 4;

/** Exchanges refresh tokens: the newest for its child; a parent whose answer was lost for the same child again. */
export function createSessionRefresh(parts: SessionRefreshParts): SessionService['refresh'] {
  const { digests, brand, clock, ending } = parts;
  const rotate = createSessionRotation(parts);
  const noteRefusal = createRefusedRefreshNotes(parts);
  const turns = createTurns();

  const attempt = async (request: RefreshRequest, asking: Asking): Promise<GivenTokens | 'conflict'> => {
    const found = await find(parts, request.refreshToken);
    if (found === undefined) throw refusalOf('unknown');
    const { session } = found;
    // By the time of this look: the request may have waited for its turn.
    const decision = decideRefresh(found, request, clock.now());
    const why = objectionTo({ session, decision, request }, parts);
    if (why !== undefined) {
      await noteRefusal({ session, why, clientId: request.clientId }, asking);
      throw refusalOf(why);
    }
    if (decision.kind === 'reuse') {
      await ending.endBy(session.id, { action: 'session.reuse', reason: 'refresh token used twice' }, asking);
      throw refusalOf('reuse');
    }
    if (decision.kind === 'again') {
      const child = await openChild(request.refreshToken, decision.childSealed);
      return give(parts, { session, child, request }, asking.now);
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

interface Decided {
  readonly session: SessionRecord;
  readonly decision: RefreshDecision;
  readonly request: RefreshRequest;
}

/** What stands against tokens for this session, while nothing of it is to change. */
function objectionTo(
  { session, decision, request }: Decided,
  { signIn, dpop }: SessionRefreshParts,
): RefreshRefusal | undefined {
  // Also where the request names none: a client that was taken away keeps no sign-ins.
  if (!signIn.clients.some(({ id }) => id === session.clientId)) return 'no_client';
  if (decision.kind === 'refused') return decision.why;
  if (decision.kind === 'reuse') return undefined;
  // Where proofs are required, a session of before without a key is over: it cannot be bound afterwards.
  if (dpop === 'required' && session.dpopJkt === null) return request.jkt === null ? 'no_proof' : 'unbound';
  const { audience = session.audience } = request;
  return audience === session.audience ? undefined : 'other_resource';
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
