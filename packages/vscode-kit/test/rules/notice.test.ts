import { describe, expect, it, test } from 'vitest';
import { noticeOf, type Occasion } from '../../src/rules/notice.ts';
import { isOpen } from '../../src/rules/open.ts';
import { GATE_STATUSES, type GateState, type GateStatus, type NoKeyReason } from '../../src/words/gate-state.ts';
import { english, GRACE, INVALID, NO_KEY, STATES, UNAVAILABLE } from '../samples.ts';

const told = (how: Occasion, before: GateState, after: GateState) => noticeOf({ before, after, how, t: english });

/** From each status (rows) to each status (columns), unasked: the severity of the message, or `-` for none. */
const UNASKED: Readonly<Record<GateStatus, Readonly<Record<GateStatus, string>>>> = {
  noKey: { noKey: '-', checking: '-', active: '-', grace: '-', invalid: 'error', unavailable: '-' },
  checking: { noKey: '-', checking: '-', active: '-', grace: '-', invalid: 'error', unavailable: '-' },
  active: { noKey: '-', checking: '-', active: '-', grace: '-', invalid: 'error', unavailable: 'warning' },
  grace: { noKey: '-', checking: '-', active: '-', grace: '-', invalid: 'error', unavailable: 'warning' },
  invalid: { noKey: '-', checking: '-', active: '-', grace: '-', invalid: '-', unavailable: '-' },
  unavailable: { noKey: '-', checking: '-', active: '-', grace: '-', invalid: 'error', unavailable: '-' },
};

/** The same when a person asked. */
const ASKED: typeof UNASKED = {
  noKey: { noKey: 'info', checking: '-', active: 'info', grace: 'info', invalid: 'error', unavailable: 'warning' },
  checking: {
    noKey: 'info',
    checking: 'info',
    active: 'info',
    grace: 'info',
    invalid: 'error',
    unavailable: 'warning',
  },
  active: { noKey: 'info', checking: '-', active: 'info', grace: 'info', invalid: 'error', unavailable: 'warning' },
  grace: { noKey: 'info', checking: '-', active: 'info', grace: 'info', invalid: 'error', unavailable: 'warning' },
  invalid: { noKey: 'info', checking: '-', active: 'info', grace: 'info', invalid: 'error', unavailable: 'warning' },
  unavailable: {
    noKey: 'info',
    checking: '-',
    active: 'info',
    grace: 'info',
    invalid: 'error',
    unavailable: 'warning',
  },
};

const PAIRS = GATE_STATUSES.flatMap((before) => GATE_STATUSES.map((after) => [before, after] as const));

test.each(PAIRS)('from %s to %s a person is told what the tables say', (before, after) => {
  expect(told('background', STATES[before], STATES[after])?.severity ?? '-').toBe(UNASKED[before][after]);
  expect(told('asked', STATES[before], STATES[after])?.severity ?? '-').toBe(ASKED[before][after]);
});

const REASONS: readonly NoKeyReason[] = ['none', 'elsewhere', 'lost', 'noUrl', 'badUrl'];
const SHUT: readonly GateState[] = [
  ...GATE_STATUSES.map((status) => STATES[status]).filter((state) => !isOpen(state)),
  ...REASONS.map((why) => ({ status: 'noKey', why }) as const),
];

describe('a message about a gate that is shut', () => {
  it.each(SHUT)('offers to request access, in %j', (state) => {
    expect(told('asked', state, state)?.actions).toContain('requestAccess');
    for (const before of GATE_STATUSES) {
      const notice = told('background', STATES[before], state);
      if (notice !== undefined) expect(notice.actions).toContain('requestAccess');
    }
  });

  it.each(SHUT)('says why and what to do, in %j', (state) => {
    expect(told('asked', state, state)?.text.split('. ').length).toBeGreaterThan(1);
  });
});

test('a refusal says why and offers another key', () => {
  expect(told('background', STATES.active, INVALID)).toEqual({
    severity: 'error',
    text: 'Your API key was refused. It was revoked. Enter a new API key, or request access.',
    actions: ['enterKey', 'requestAccess'],
  });
});

test('a refusal for another reason is news', () => {
  expect(told('background', INVALID, { ...INVALID, reason: 'expired' })?.text).toContain('expired');
  expect(told('background', INVALID, { ...INVALID, requestId: 'another' })).toBeUndefined();
});

test('a gate that shuts under a person without an answer offers to try again and to look', () => {
  expect(told('background', GRACE, UNAVAILABLE)).toEqual({
    severity: 'warning',
    text:
      'The gateway did not answer in time. Your API key could not be checked, and may well be good. ' +
      'The gateway is tried again automatically.',
    actions: ['checkStatus', 'requestAccess', 'showOutput'],
  });
});

test('whoever signs in is told for whom', () => {
  expect(told('asked', STATES.checking, STATES.active)).toEqual({
    severity: 'info',
    text: 'You are signed in as Dev.',
    actions: [],
  });
});

test('whoever asks offline is told that it is a grace', () => {
  expect(told('asked', STATES.active, GRACE)?.text).toBe(
    'You are working offline as Dev. The gateway cannot be reached. You can go on for now. ' +
      'The gateway is tried again automatically.',
  );
});

test('whoever signs out is told so, and whoever never signed in is told what to do', () => {
  expect(told('asked', STATES.active, NO_KEY)?.text).toBe('You are signed out.');
  expect(told('asked', NO_KEY, NO_KEY)?.text).toBe(
    'You are not signed in. There is no API key yet. Enter your API key, or request access.',
  );
});

describe('a key that is out of sight', () => {
  const seen = (why: NoKeyReason, before: GateState = NO_KEY) => told('background', before, { status: 'noKey', why });

  it('is told with a way to see it', () => {
    expect(seen('elsewhere')).toMatchObject({
      severity: 'info',
      actions: ['reloadWindow', 'enterKey', 'requestAccess'],
    });
  });

  it('is told as a warning when the host lost it', () => {
    expect(seen('lost')).toMatchObject({ severity: 'warning', actions: ['enterKey', 'requestAccess', 'showOutput'] });
  });

  it('is told when the address went wrong', () => {
    expect(seen('badUrl')).toMatchObject({ severity: 'error', actions: ['openSettings', 'requestAccess'] });
  });

  it.each(['elsewhere', 'lost', 'badUrl'] as const)('is not told twice (%s)', (why) => {
    expect(seen(why, { status: 'noKey', why })).toBeUndefined();
  });

  it.each(['none', 'noUrl'] as const)('is no news when nobody has done anything yet (%s)', (why) => {
    expect(seen(why)).toBeUndefined();
    expect(seen(why, STATES.active)).toBeUndefined();
  });
});
