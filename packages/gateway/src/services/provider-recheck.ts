import type { Clock, Logger } from '@wicketgate/core';
import { type Envelope, SecretsError } from '@wicketgate/secrets';
import { createBoundedMap } from '../domain/bounded-map.ts';
import type { Claims } from '../domain/claims.ts';
import type { Owner } from '../domain/key-record.ts';
import { ProviderDown, ProviderRefused } from '../domain/provider-errors.ts';
import type { Approval, SessionRecord, SessionSource } from '../domain/session-record.ts';
import type { ProviderConfig } from '../domain/sign-in-config.ts';
import type { Recheck } from '../ports/identities.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import { judgeMembership } from './membership.ts';
import { type ConnectedProvider, placeOf } from './provider-sign-in.ts';
import { withStorage } from './storage-refusals.ts';

/** How many refresh tokens that are not stored yet are remembered. */
const MAX_SUCCESSORS = 10_000;

/** How long whoever lost a race waits for the other to store what it got: twice, in milliseconds. */
const PAUSES_MS = [500, 2_000] as const;

const UNKNOWN: Recheck = { kind: 'unknown' };

export interface ProviderRecheckParts {
  readonly providers: readonly ConnectedProvider[];
  readonly envelope: Envelope;
  readonly store: Pick<SignInStore, 'findSession'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly logger: Logger;
}

/** Asks a person's provider whether they may still come in. */
export type ProviderRecheck = (session: SessionRecord, source: ProviderSource, now: number) => Promise<Recheck>;

type ProviderSource = Extract<SessionSource, { kind: 'provider' }>;

/**
 * Providers may give a new refresh token with each answer and take the old one back, so that a lost answer would sign a
 * person out. Therefore one question at a time is asked for a session, no caller's abort ends it, and a new token is
 * remembered from the moment it is there until it is stored.
 */
export function createProviderRecheck(parts: ProviderRecheckParts): ProviderRecheck {
  const { providers, envelope, store, clock, logger } = parts;
  const underWay = new Map<string, Promise<Recheck>>();
  const successors = createBoundedMap<string, string>({ max: MAX_SUCCESSORS });

  const newest = (sealed: string): string => {
    const successor = successors.get(sealed);
    return successor === undefined ? sealed : newest(successor);
  };

  const ask = async (session: SessionRecord, question: Question, now: number): Promise<Recheck> => {
    const { provider, source } = question;
    const place = placeOf(source.id, source.subject);
    let current = newest(question.sealed);
    const onNewToken = async (token: Parameters<Envelope['seal']>[0]) => {
      const successor = await envelope.seal(token, place);
      successors.set(current, successor);
      current = successor;
    };
    try {
      const refreshToken = await envelope.open(current, place);
      const person = await provider.openId.renew({ subject: source.subject, refreshToken, onNewToken }, now);
      const membership = judgeMembership(provider.config, { person, upstreamSealed: current, now });
      if (membership.kind === 'stranger') return gone('not in a group that may come in');
      const principal = withKnownNames(membership.approval.principal, person.claims, session.principal);
      return { kind: 'good', approval: { ...membership.approval, principal } };
    } catch (error) {
      if (error instanceof ProviderRefused && error.refusal === 'ended') return afterEnd(session, question.sealed);
      if (error instanceof SecretsError) {
        logger.warn({ provider: source.id, code: error.code }, "a provider's refresh token cannot be opened");
        return withoutToken(provider.config, session, now);
      }
      if (!(error instanceof ProviderDown || error instanceof ProviderRefused)) throw error;
      const detail = error instanceof ProviderRefused ? error.detail : error.message;
      logger.warn({ provider: source.id, detail }, 'a provider could not say whether a person may still come in');
      return UNKNOWN;
    }
  };

  /** Another process may have asked with the same token at the same moment, and store what it got only after this. */
  const afterEnd = async (session: SessionRecord, sealed: string): Promise<Recheck> => {
    for (const pause of [0, ...PAUSES_MS]) {
      if (pause > 0) await clock.sleep(pause);
      const stored = await withStorage(() => store.findSession(session.id));
      if (stored?.revokedAt !== null) break;
      if (stored.upstreamSealed !== sealed) return { kind: 'good', approval: kept(stored) };
    }
    return gone('the provider ended the sign-in');
  };

  return (session, source, now) => {
    const provider = providers.find(({ config }) => config.id === source.id);
    if (provider === undefined) return Promise.resolve(gone('the provider is not configured any more'));
    const { upstreamSealed: sealed } = session;
    if (sealed === null) return Promise.resolve(withoutToken(provider.config, session, now));
    const running = underWay.get(session.id);
    if (running) return running;
    const asking = ask(session, { provider, source, sealed }, now).finally(() => underWay.delete(session.id));
    underWay.set(session.id, asking);
    return asking;
  };
}

interface Question {
  readonly provider: ConnectedProvider;
  readonly source: ProviderSource;
  readonly sealed: string;
}

/** Nothing to ask with: the membership counts for as long as the provider's rule says, then the person signs in anew. */
function withoutToken(config: ProviderConfig, { checkedAt }: SessionRecord, now: number): Recheck {
  return now - checkedAt <= config.uncheckedSeconds * 1_000 ? UNKNOWN : gone('the membership was not made sure of');
}

/** Tokens of a refresh may leave out what the first one told: then it is as it was. */
function withKnownNames(now: Owner, claims: Claims, before: Owner): Owner {
  const tellsName = Object.hasOwn(claims, 'name') || Object.hasOwn(claims, 'preferred_username');
  return {
    ...now,
    email: Object.hasOwn(claims, 'email') ? now.email : before.email,
    name: tellsName ? now.name : before.name,
  };
}

function gone(reason: string): Recheck {
  return { kind: 'gone', reason };
}

/** What the store says of a session that somebody else made sure of. */
function kept(session: SessionRecord): Approval {
  const { principal, tier, role, limits, source, upstreamSealed, checkedAt } = session;
  return { principal, tier, role, scopes: session.scopes, limits, source, upstreamSealed, checkedAt, endsBy: null };
}
