import { expect, test } from 'vitest';
import { describeState } from '../../src/rules/describe.ts';
import { statusLine } from '../../src/rules/status-line.ts';
import { gateContributions } from '../../src/manifest.ts';
import { inWordsOfSignIn } from '../../src/words/sign-in-words.ts';
import { t } from '../services/gate-world.ts';

const speech = { t: inWordsOfSignIn(t), formatTime: (instant: string) => instant };

test('where people can sign in without a key, nobody is told that they lack one', () => {
  for (const why of ['none', 'elsewhere', 'lost', 'noUrl', 'badUrl'] as const) {
    expect(Object.values(describeState({ status: 'noKey', why }, speech)).join(' ')).not.toContain('API key');
  }
  const shut = [
    { status: 'checking' },
    { status: 'unavailable', reason: 'offline', next: 'check_network', code: 'offline' },
    { status: 'unavailable', reason: 'offline', next: 'check_network' },
  ] as const;
  for (const state of shut) expect(Object.values(describeState(state, speech)).join(' ')).not.toContain('API key');
});

test('a key that was refused is still called a key', () => {
  const refused = { status: 'invalid', reason: 'revoked', next: 'renew_key', code: 'key_revoked' } as const;
  expect(describeState(refused, speech).headline).toBe('Your API key was refused.');
});

test('a sign-in that was refused is called none', () => {
  const words = { ...speech, t: inWordsOfSignIn(t, () => true) };
  for (const reason of ['malformed', 'unknown', 'suspended', 'revoked', 'expired', 'forbidden'] as const) {
    for (const next of ['check_key', 'renew_key', 'sign_in'] as const) {
      const { label, text, tooltip } = statusLine(
        { status: 'invalid', reason, next, code: 'forbidden' },
        { ...words, name: 'Acme' },
      );
      expect([label, text, tooltip].join(' ')).not.toMatch(/API key|\bIt\b/);
    }
  }
});

test('the command to sign in is there for every extension', () => {
  const commands = gateContributions({ id: 'acme', title: 'Acme' }).commands.map(({ command }) => command);
  expect(commands[0]).toBe('acme.signIn');
});
