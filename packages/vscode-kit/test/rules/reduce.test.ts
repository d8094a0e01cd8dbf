import { describe, expect, it, test } from 'vitest';
import { INITIAL, reduce } from '../../src/rules/reduce.ts';
import type { GateEvent, Machine } from '../../src/words/gate-event.ts';
import { GATE_STATUSES, type GateState, type GateStatus } from '../../src/words/gate-state.ts';
import { ACCEPTED, GRACE, IN_GRACE, INVALID, REFUSED, STATES, UNREACHABLE } from '../samples.ts';

const SUBJECT = 5;
const UNTIL = Date.parse(GRACE.until);

type EventType = GateEvent['type'];

const EVENTS: { readonly [Type in EventType]: Extract<GateEvent, { readonly type: Type }> } = {
  sessionFound: { type: 'sessionFound', subject: SUBJECT + 1 },
  sessionMissing: { type: 'sessionMissing', subject: SUBJECT + 1, why: 'badUrl' },
  keyAccepted: { type: 'keyAccepted', subject: SUBJECT, verdict: ACCEPTED },
  keyInGrace: { type: 'keyInGrace', subject: SUBJECT, verdict: IN_GRACE },
  keyRefused: { type: 'keyRefused', subject: SUBJECT, verdict: REFUSED },
  gatewayUnavailable: { type: 'gatewayUnavailable', subject: SUBJECT, verdict: UNREACHABLE },
  graceEnded: { type: 'graceEnded', now: UNTIL },
};

/** What each event makes of each state; `-` where nothing changes. The types refuse a pair that is missing. */
const TABLE: Readonly<Record<GateStatus, Readonly<Record<EventType, GateStatus | '-'>>>> = {
  noKey: {
    sessionFound: 'checking',
    sessionMissing: 'noKey',
    keyAccepted: '-',
    keyInGrace: '-',
    keyRefused: '-',
    gatewayUnavailable: '-',
    graceEnded: '-',
  },
  checking: {
    sessionFound: 'checking',
    sessionMissing: 'noKey',
    keyAccepted: 'active',
    keyInGrace: 'grace',
    keyRefused: 'invalid',
    gatewayUnavailable: 'unavailable',
    graceEnded: '-',
  },
  active: {
    sessionFound: 'checking',
    sessionMissing: 'noKey',
    keyAccepted: 'active',
    keyInGrace: 'grace',
    keyRefused: 'invalid',
    gatewayUnavailable: 'unavailable',
    graceEnded: '-',
  },
  grace: {
    sessionFound: 'checking',
    sessionMissing: 'noKey',
    keyAccepted: 'active',
    keyInGrace: 'grace',
    keyRefused: 'invalid',
    gatewayUnavailable: 'unavailable',
    graceEnded: 'unavailable',
  },
  invalid: {
    sessionFound: 'checking',
    sessionMissing: 'noKey',
    keyAccepted: 'active',
    keyInGrace: '-',
    keyRefused: 'invalid',
    gatewayUnavailable: '-',
    graceEnded: '-',
  },
  unavailable: {
    sessionFound: 'checking',
    sessionMissing: 'noKey',
    keyAccepted: 'active',
    keyInGrace: 'grace',
    keyRefused: 'invalid',
    gatewayUnavailable: 'unavailable',
    graceEnded: '-',
  },
};

/** What a state is made of after an event that makes it. */
const MADE: Readonly<Record<Exclude<EventType, 'graceEnded'>, GateState>> = {
  sessionFound: { status: 'checking' },
  sessionMissing: { status: 'noKey', why: 'badUrl' },
  keyAccepted: {
    status: 'active',
    identity: ACCEPTED.identity,
    checkedAt: '2026-11-02T08:00:00.000Z',
    degraded: true,
  },
  keyInGrace: {
    status: 'grace',
    identity: IN_GRACE.identity,
    checkedAt: '2026-11-02T07:00:00.000Z',
    until: '2026-11-05T07:00:00.000Z',
    because: 'server',
  },
  keyRefused: {
    status: 'invalid',
    reason: 'suspended',
    next: 'contact_operator',
    code: 'key_suspended',
    requestId: 'request-1',
  },
  gatewayUnavailable: {
    status: 'unavailable',
    reason: 'throttled',
    next: 'retry_later',
    code: 'too_many_requests',
    requestId: 'request-2',
  },
};

const EVENT_TYPES = Object.keys(EVENTS) as EventType[];
const PAIRS = GATE_STATUSES.flatMap((status) =>
  EVENT_TYPES.map((type) => [status, type, TABLE[status][type]] as const),
);

const machineIn = (status: GateStatus): Machine => ({ subject: SUBJECT, state: STATES[status] });

describe('the gate', () => {
  it('begins without a key', () => {
    expect(INITIAL).toEqual({ subject: 0, state: { status: 'noKey', why: 'none' } });
  });

  it('has 42 pairs of a state and an event', () => {
    expect(PAIRS).toHaveLength(42);
  });

  it.each(PAIRS)('in %s, on %s: %s', (status, type, expected) => {
    const before = machineIn(status);
    const after = reduce(before, EVENTS[type]);
    if (expected === '-') expect(after).toBe(before);
    else expect(after.state.status).toBe(expected);
  });

  it.each(PAIRS.filter(([, type, expected]) => type !== 'graceEnded' && expected !== '-'))(
    'in %s, on %s, keeps nothing of the state before (%s)',
    (status, type) => {
      const { state } = reduce(machineIn(status), EVENTS[type]);
      expect(state).toEqual(MADE[type as keyof typeof MADE]);
    },
  );
});

describe('what is said about another subject', () => {
  const verdicts = ['keyAccepted', 'keyInGrace', 'keyRefused', 'gatewayUnavailable'] as const;
  const strangers = GATE_STATUSES.flatMap((status) =>
    verdicts.flatMap((type) => [SUBJECT - 1, SUBJECT + 1].map((subject) => [status, type, subject] as const)),
  );

  it.each(strangers)('changes nothing in %s: %s about %d', (status, type, subject) => {
    const before = machineIn(status);
    expect(reduce(before, { ...EVENTS[type], subject })).toBe(before);
  });

  const sessions = GATE_STATUSES.flatMap((status) =>
    (['sessionFound', 'sessionMissing'] as const).map((type) => [status, type] as const),
  );

  it.each(sessions)('is stale in %s when %s has the present number or an earlier one', (status, type) => {
    const before = machineIn(status);
    expect(reduce(before, { ...EVENTS[type], subject: SUBJECT })).toBe(before);
    expect(reduce(before, { ...EVENTS[type], subject: SUBJECT - 1 })).toBe(before);
  });

  it.each(sessions)('replaces all of %s when %s has a later number', (status, type) => {
    expect(reduce(machineIn(status), { ...EVENTS[type], subject: SUBJECT + 3 })).toEqual({
      subject: SUBJECT + 3,
      state: MADE[type],
    });
  });

  it('is the answer to a question that the sign-out overtook', () => {
    const signedOut = reduce(machineIn('checking'), { type: 'sessionMissing', subject: SUBJECT + 1, why: 'none' });
    expect(reduce(signedOut, EVENTS.keyAccepted)).toBe(signedOut);
    expect(reduce(signedOut, { ...EVENTS.keyAccepted, subject: SUBJECT + 1 })).toBe(signedOut);
  });
});

describe('the end of a grace', () => {
  it('has not come a millisecond before it', () => {
    const before = machineIn('grace');
    expect(reduce(before, { type: 'graceEnded', now: UNTIL - 1 })).toBe(before);
  });

  it.each([UNTIL, UNTIL + 1])('shuts the gate at %d, as unavailable for the reason of the grace', (now) => {
    expect(reduce(machineIn('grace'), { type: 'graceEnded', now }).state).toEqual({
      status: 'unavailable',
      reason: 'offline',
      next: 'retry_later',
    });
  });

  it('comes at once when it is no time', () => {
    const endless: Machine = { subject: SUBJECT, state: { ...GRACE, until: 'never' } };
    expect(reduce(endless, { type: 'graceEnded', now: 0 }).state.status).toBe('unavailable');
  });
});

test('a refusal stands until the gateway itself accepts the key', () => {
  const refused = machineIn('invalid');
  const offline = reduce(refused, EVENTS.gatewayUnavailable);
  const graced = reduce(offline, EVENTS.keyInGrace);
  expect(graced.state).toBe(INVALID);
  expect(reduce(graced, EVENTS.keyAccepted).state.status).toBe('active');
});

test('a request that has no id leaves none behind', () => {
  const { requestId: _, ...verdict } = REFUSED;
  expect(reduce(machineIn('active'), { ...EVENTS.keyRefused, verdict }).state).not.toHaveProperty('requestId');
});
