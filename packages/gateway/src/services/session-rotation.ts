import { OAuthRefused } from '../domain/oauth-refused.ts';
import { grantOf, sessionEnds } from '../domain/session-making.ts';
import type { SessionChange, SessionRecord, SessionSource } from '../domain/session-record.ts';
import { mintToken } from '../domain/token-text.ts';
import type { RefreshToken, Rotation } from '../ports/sign-in-store.ts';
import type { Asking } from './asking.ts';
import { auditEntry } from './audit-entry.ts';
import { sealChild } from './child-seal.ts';
import type { SessionEnding } from './session-ending.ts';
import type { SessionServiceOptions } from './sessions.ts';
import { withStorage } from './storage-refusals.ts';

export interface RotationParts extends Pick<
  SessionServiceOptions,
  'store' | 'digests' | 'identities' | 'signIn' | 'lives' | 'brand' | 'random' | 'clock' | 'onChange'
> {
  readonly ending: SessionEnding;
}

/** The newest refresh token of an active session, with its text. */
export interface Rotatable {
  readonly text: string;
  readonly token: RefreshToken;
  readonly session: SessionRecord;
}

export interface Rotated {
  readonly session: SessionRecord;
  /** The text of the new refresh token. */
  readonly child: string;
}

/** When a client may come back while a provider does not answer. */
const RETRY_AFTER_SECONDS = 30;

/**
 * Exchanges the newest refresh token of a session for its child, once it is sure that the person may still come in.
 * `conflict`: somebody else changed the session first.
 */
export function createSessionRotation(parts: RotationParts) {
  const { store, brand, random, onChange } = parts;
  return async (rotatable: Rotatable, asking: Asking): Promise<Rotated | 'conflict'> => {
    const { session } = rotatable;
    const change = await recheckedChange(parts, session, asking);
    if (change === 'conflict') return 'conflict';
    const child = mintToken('rt', brand, random);
    const rotation = await rotationOf(parts, { ...rotatable, change, child }, asking);
    try {
      const result = await withStorage(() => store.rotate(rotation));
      if (result === 'conflict') return 'conflict';
      return { session: { ...session, ...change, revision: session.revision + 1 }, child };
    } finally {
      // After a failure too: the store may have committed before it failed to say so.
      onChange(session.id);
    }
  };
}

interface Step extends Rotatable {
  readonly change: SessionChange & { readonly expiresAt: number };
  readonly child: string;
}

async function rotationOf(
  { digests, random, clock }: RotationParts,
  { text, token, session, change, child }: Step,
  { now, address, requestId }: Asking,
): Promise<Rotation> {
  const actor = { id: session.id, address, requestId };
  const facts = { at: now, action: 'session.refresh', targetId: session.id, details: { client: session.clientId } };
  return {
    sessionId: session.id,
    revision: session.revision,
    change,
    // Not when it was asked for: a provider that took its time would have used up the grace of a lost answer.
    parent: { digest: token.digest, usedAt: clock.now(), childSealed: await sealChild(text, child, random) },
    child: {
      ...{ digest: await digests.newest(child), sessionId: session.id, issuedAt: now, expiresAt: change.expiresAt },
      ...{ usedAt: null, childDigest: null, childSealed: null },
    },
    audit: auditEntry(random, actor, facts),
  };
}

/** What the session becomes by what is found out about the person now. Throws when nothing may be given. */
async function recheckedChange(
  parts: RotationParts,
  session: SessionRecord,
  asking: Asking,
): Promise<(SessionChange & { readonly expiresAt: number }) | 'conflict'> {
  const { now, address: refreshedIp } = asking;
  // Without the request's signal: a caller who hangs up must not cost the session a refresh token that a provider rotated.
  const found = await parts.identities.recheck(session, now);
  if (found.kind === 'gone') return shut(parts, session, { reason: found.reason, asking });
  if (found.kind === 'unknown') assertKnownLately(session, parts, now);
  const grant = found.kind === 'good' ? grantOf(found.approval, session.requestedScopes) : {};
  const endsBy = found.kind === 'good' ? found.approval.endsBy : session.endsAt;
  const ends = sessionEnds({ createdAt: session.createdAt, endsBy }, parts.lives, now);
  // The configuration may have made its life shorter, or somebody its key's.
  if (ends.expiresAt <= now) return shut(parts, session, { reason: 'its time is over', asking });
  return { refreshedAt: now, refreshedIp, ...grant, ...ends };
}

/**
 * Ends the session for good. Not when another process refreshed it meanwhile: a provider that gives a new refresh token
 * with each answer refuses the old one to whoever comes second, and that says nothing about the person.
 */
async function shut(
  { ending }: RotationParts,
  { id, revision }: SessionRecord,
  { reason, asking }: { readonly reason: string; readonly asking: Asking },
): Promise<'conflict'> {
  const outcome = await ending.endBy(id, { action: 'session.revoke', reason, revision }, asking);
  if (outcome === 'changed') return 'conflict';
  throw new OAuthRefused('invalid_grant', 'You may not come in any more, so the sign-in was ended.');
}

/** A provider that does not answer signs nobody out, and lets nobody stay for good. */
function assertKnownLately({ source, checkedAt }: SessionRecord, { signIn }: RotationParts, now: number): void {
  if (now - checkedAt <= uncheckedSeconds(source, signIn) * 1_000) return;
  const sentence = 'Nobody can tell right now whether you may still come in. Try again later.';
  throw new OAuthRefused('temporarily_unavailable', sentence, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

function uncheckedSeconds(source: SessionSource, { providers }: RotationParts['signIn']): number {
  if (source.kind !== 'provider') return 0;
  return providers.find(({ id }) => id === source.id)?.uncheckedSeconds ?? 0;
}
