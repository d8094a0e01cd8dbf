import { randomBase62 } from '@wicketgate/contract';
import { OAuthRefused } from '../domain/oauth-refused.ts';
import { newSession, sessionEnds, type SessionEnds } from '../domain/session-making.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import { mintToken } from '../domain/token-text.ts';
import type { RefreshToken } from '../ports/sign-in-store.ts';
import type { Asking } from './asking.ts';
import { auditEntry } from './audit-entry.ts';
import type { SessionRequest, SessionService, SessionServiceOptions } from './sessions.ts';
import { withStorage } from './storage-refusals.ts';

const ID_LENGTH = 16;

type Parts = Pick<
  SessionServiceOptions,
  'store' | 'digests' | 'accessTokens' | 'lives' | 'brand' | 'random' | 'onChange'
>;

/** Opens sessions: the session, its first refresh token, what it uses up and its audit entry commit together. */
export function createSessionOpening(parts: Parts): SessionService['open'] {
  const { store, accessTokens, brand, random, onChange } = parts;
  return async (request, asking) => {
    const { now, address } = asking;
    const id = randomBase62(ID_LENGTH, random);
    const ends = endsOf(request, parts, now);
    if (ends.expiresAt <= now) throw new OAuthRefused('invalid_grant', 'What the sign-in rests on has ended.');
    const session = newSession(request.terms, request.approval, { id, now, address, ends });
    const refreshToken = request.federatedSeconds === undefined ? mintToken('rt', brand, random) : undefined;
    const refresh = refreshToken === undefined ? undefined : await firstToken(parts, refreshToken, session);
    // Signed before the commit: a failure must not use up a code whose tokens nobody got.
    const { token, expiresAt } = await accessTokens.issue(session, now);
    const audit = auditEntry(random, actorOf(id, asking), { at: now, ...openingFacts(session) });
    const opening = { session, refresh, consumed: request.consumed, audit };
    const result = await withStorage(() => store.openSession(opening));
    if (result === 'conflict') return 'conflict';
    onChange(id);
    return { session, accessToken: token, accessExpiresAt: expiresAt, scopes: session.scopes, refreshToken };
  };
}

function endsOf({ approval, federatedSeconds }: SessionRequest, { lives }: Parts, now: number): SessionEnds {
  if (federatedSeconds === undefined) return sessionEnds({ createdAt: now, endsBy: approval.endsBy }, lives, now);
  const endsAt = Math.min(now + federatedSeconds * 1_000, approval.endsBy ?? Infinity);
  return { endsAt, expiresAt: endsAt };
}

async function firstToken({ digests }: Parts, text: string, session: SessionRecord): Promise<RefreshToken> {
  return {
    ...{ digest: await digests.newest(text), sessionId: session.id },
    ...{ issuedAt: session.createdAt, expiresAt: session.expiresAt },
    ...{ usedAt: null, childDigest: null, childSealed: null },
  };
}

function actorOf(id: string, { address, requestId }: Asking) {
  return { id, address, requestId };
}

function openingFacts({ id, clientId, principal, source, tier, role, scopes, dpopJkt }: SessionRecord) {
  const grant = { tier, role, scopes, dpop: dpopJkt !== null };
  const details = { client: clientId, principal: principal.id, source: source.kind, source_id: source.id, ...grant };
  return { action: 'session.create', targetId: id, details };
}
