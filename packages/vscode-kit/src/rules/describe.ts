import type { InvalidReason, NextStep, UnavailableReason } from '@wicketgate/core';
import type {
  ActiveState,
  GateState,
  GraceState,
  InvalidState,
  NoKeyReason,
  OpenState,
  UnavailableState,
} from '../words/gate-state.ts';
import { MESSAGES } from '../words/messages.ts';
import type { Translate } from '../words/notice.ts';
import { personOf } from './person.ts';

/** Whole sentences in the person's language. None of them is a text of the server. */
export interface Description {
  /** What is the matter. */
  readonly headline: string;
  /** Why. */
  readonly detail: string;
  /** What to do next. */
  readonly advice: string;
}

export interface Speech {
  readonly t: Translate;
  /** Says an RFC 3339 instant in the person's language and time zone. */
  readonly formatTime: (instant: string) => string;
}

/** Says what a state means to the person: offline is never called invalid. */
export function describeState(state: GateState, speech: Speech): Description {
  switch (state.status) {
    case 'active':
      return describeActive(state, speech);
    case 'grace':
      return describeGrace(state, speech);
    case 'noKey':
    case 'checking':
    case 'invalid':
    case 'unavailable':
      return describeShut(state, speech.t);
  }
}

export type ShutState = Exclude<GateState, OpenState>;

/** Says what a state that is shut means to the person. */
export function describeShut(state: ShutState, t: Translate): Description {
  switch (state.status) {
    case 'noKey':
      return describeNoKey(state.why, t);
    case 'checking':
      return {
        headline: t(MESSAGES.checking),
        detail: t(MESSAGES.checkingDetail),
        advice: t(MESSAGES.checkingAdvice),
      };
    case 'invalid':
      return describeInvalid(state, t);
    case 'unavailable':
      return describeUnavailable(state, t);
  }
}

function describeNoKey(why: NoKeyReason, t: Translate): Description {
  const [headline, detail, advice] = NO_KEY[why];
  return { headline: t(headline), detail: t(detail), advice: t(advice) };
}

function describeActive({ identity, checkedAt, degraded }: ActiveState, { t, formatTime }: Speech): Description {
  const { expiresAt, session } = identity;
  const words = session === null ? OF_KEY : OF_SIGN_IN;
  return {
    headline: t(MESSAGES.signedInAs, personOf(identity)),
    detail: t(degraded ? words.fromMemory : words.accepted, formatTime(checkedAt)),
    advice: expiresAt === null ? t(MESSAGES.keyEndless) : t(words.ends, formatTime(expiresAt)),
  };
}

const OF_KEY = {
  accepted: MESSAGES.acceptedAt,
  fromMemory: MESSAGES.acceptedFromMemory,
  ends: MESSAGES.keyExpires,
} as const;

const OF_SIGN_IN = {
  accepted: MESSAGES.signInAcceptedAt,
  fromMemory: MESSAGES.signInAcceptedFromMemory,
  ends: MESSAGES.signInLasts,
} as const;

function describeGrace({ identity, checkedAt, until, because }: GraceState, { t, formatTime }: Speech): Description {
  return {
    headline: t(MESSAGES.workingOffline, personOf(identity)),
    detail: t(
      identity.session === null ? MESSAGES.lastAccepted : MESSAGES.signInLastAccepted,
      t(UNAVAILABLE[because]),
      formatTime(checkedAt),
    ),
    advice: t(MESSAGES.offlineUntil, formatTime(until)),
  };
}

function describeInvalid({ reason, next }: InvalidState, t: Translate): Description {
  return { headline: t(MESSAGES.keyRefused), detail: t(REFUSED[reason]), advice: t(NEXT[next]) };
}

function describeUnavailable({ reason, next, code }: UnavailableState, t: Translate): Description {
  const detail = code === undefined ? MESSAGES.graceOver : MESSAGES.notChecked;
  return { headline: t(UNAVAILABLE[reason]), detail: t(detail), advice: t(NEXT[next]) };
}

const NO_KEY: Readonly<Record<NoKeyReason, readonly [string, string, string]>> = {
  none: [MESSAGES.notSignedIn, MESSAGES.noneDetail, MESSAGES.noneAdvice],
  elsewhere: [MESSAGES.elsewhere, MESSAGES.elsewhereDetail, MESSAGES.elsewhereAdvice],
  lost: [MESSAGES.lost, MESSAGES.lostDetail, MESSAGES.lostAdvice],
  noUrl: [MESSAGES.noUrl, MESSAGES.noUrlDetail, MESSAGES.noUrlAdvice],
  badUrl: [MESSAGES.badUrl, MESSAGES.badUrlDetail, MESSAGES.badUrlAdvice],
};

const REFUSED: Readonly<Record<InvalidReason, string>> = {
  malformed: MESSAGES.malformed,
  unknown: MESSAGES.unknown,
  suspended: MESSAGES.suspended,
  revoked: MESSAGES.revoked,
  expired: MESSAGES.expired,
  forbidden: MESSAGES.forbidden,
};

/** Why the gateway could not be asked, in a sentence about the gateway and never about the key. */
export const UNAVAILABLE: Readonly<Record<UnavailableReason, string>> = {
  offline: MESSAGES.offline,
  timeout: MESSAGES.timeout,
  throttled: MESSAGES.throttled,
  server: MESSAGES.server,
};

const NEXT: Readonly<Record<NextStep, string>> = {
  check_key: MESSAGES.nextCheckKey,
  renew_key: MESSAGES.nextRenewKey,
  sign_in: MESSAGES.nextSignIn,
  contact_operator: MESSAGES.nextContactOperator,
  check_network: MESSAGES.nextCheckNetwork,
  check_url: MESSAGES.nextCheckUrl,
  retry_later: MESSAGES.nextRetryLater,
};
