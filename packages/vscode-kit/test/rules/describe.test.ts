import type { InvalidReason, NextStep, UnavailableReason } from '@wicketgate/core';
import { describe, expect, it, test } from 'vitest';
import { describeState } from '../../src/rules/describe.ts';
import type { GateState, NoKeyReason } from '../../src/words/gate-state.ts';
import { ACTIVE, CHECKING, english, formatTime, GRACE, IDENTITY, INVALID, UNAVAILABLE } from '../samples.ts';

const said = (state: GateState) => describeState(state, { t: english, formatTime });
const whole = (state: GateState) => Object.values(said(state)).join(' ');

test.each<[NoKeyReason, string, string]>([
  ['none', 'You are not signed in.', 'Enter your API key, or request access.'],
  ['elsewhere', 'You signed in in another window.', 'Reload this window, or enter the API key here too.'],
  [
    'lost',
    'Your API key is not here.',
    'Enter it here too. If it gets lost here, the password store of your system may be locked or missing.',
  ],
  [
    'noUrl',
    'The address of the gateway is not set.',
    'Enter your API key: the address is asked for first. Or set it in the settings.',
  ],
  ['badUrl', 'The address of the gateway cannot be used.', 'Correct it in the settings.'],
])('without a key (%s) it says "%s"', (why, headline, advice) => {
  expect(said({ status: 'noKey', why })).toMatchObject({ headline, advice });
});

test('a check under way says how long it may take', () => {
  expect(whole(CHECKING)).toBe(
    'Your API key is being checked. The gateway is asked about it. This takes ten seconds at most.',
  );
});

describe('a key that was accepted', () => {
  it('says for whom and since when', () => {
    expect(whole(ACTIVE)).toBe(
      'You are signed in as Dev. The gateway accepted your API key on <2026-11-01T10:00:00.000Z>. There is nothing to do.',
    );
  });

  it('says when it expires', () => {
    const ending = { ...ACTIVE, identity: { ...IDENTITY, expiresAt: '2026-12-31T23:59:59.999Z' } };
    expect(said(ending).advice).toBe(
      'Your API key expires on <2026-12-31T23:59:59.999Z>. Ask for a new one before then.',
    );
  });

  it('says when the gateway answered from its memory', () => {
    expect(said({ ...ACTIVE, degraded: true }).detail).toContain('from its memory');
  });
});

test.each<[UnavailableReason, string]>([
  ['offline', 'The gateway cannot be reached.'],
  ['timeout', 'The gateway did not answer in time.'],
  ['throttled', 'The gateway asks for a pause, after too many requests.'],
  ['server', 'The gateway gave no usable answer.'],
])('a grace because of %s says why, since when and until when', (because, sentence) => {
  expect(whole({ ...GRACE, because })).toBe(
    `You are working offline as Dev. ${sentence} Your API key was last accepted on <2026-11-01T10:00:00.000Z>. ` +
      'You can go on until <2026-11-04T10:00:00.000Z>. The gateway is tried again automatically.',
  );
});

test.each<[InvalidReason, string]>([
  ['malformed', 'It is mistyped, or does not belong to this gateway.'],
  ['unknown', 'The gateway does not know it.'],
  ['suspended', 'It is suspended.'],
  ['revoked', 'It was revoked.'],
  ['expired', 'It has expired.'],
  ['forbidden', 'It may not be used here.'],
])('a key refused as %s says "%s"', (reason, detail) => {
  expect(said({ ...INVALID, reason })).toMatchObject({ headline: 'Your API key was refused.', detail });
});

const STEPS: readonly [NextStep, string][] = [
  ['check_key', 'Check that you pasted all of it and that it belongs to this gateway, or request access.'],
  ['renew_key', 'Enter a new API key, or request access.'],
  ['sign_in', 'Sign in again.'],
  ['contact_operator', 'Ask whoever runs the gateway, or request access.'],
  ['check_network', 'Check your network. The gateway is tried again automatically.'],
  ['check_url', 'Check the address of the gateway in the settings. It is tried again automatically.'],
  ['retry_later', 'The gateway is tried again automatically.'],
];

test.each(STEPS)('the step %s is put as "%s"', (next, advice) => {
  expect(said({ ...INVALID, next }).advice).toBe(advice);
  expect(said({ ...UNAVAILABLE, next }).advice).toBe(advice);
});

describe('a gateway that nobody can ask', () => {
  const reasons: readonly UnavailableReason[] = ['offline', 'timeout', 'throttled', 'server'];
  const states = reasons.flatMap((reason) => STEPS.map(([next]) => ({ ...UNAVAILABLE, reason, next })));

  it.each(states)('is never put as a fault of the key ($reason, $next)', (state) => {
    expect(whole(state)).not.toMatch(/invalid|refused|wrong key|expired|revoked/i);
    expect(said(state).detail).toBe('Your API key could not be checked, and may well be good.');
  });

  it('says that the time offline is over when that shut the gate', () => {
    const { code: _, ...ended } = UNAVAILABLE;
    expect(said(ended).detail).toBe('The time for working offline is over. Your API key may well be good.');
  });
});
