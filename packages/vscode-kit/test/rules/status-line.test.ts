import { describe, expect, it, test } from 'vitest';
import { statusLine } from '../../src/rules/status-line.ts';
import { GATE_STATUSES, type GateStatus } from '../../src/words/gate-state.ts';
import type { StatusLine } from '../../src/words/notice.ts';
import { ACTIVE, english, formatTime, IDENTITY, STATES } from '../samples.ts';

const WORDS = { t: english, formatTime, name: 'Acme' };

const EXPECTED: Readonly<Record<GateStatus, [string, StatusLine['attention']]>> = {
  noKey: ['$(key) Acme: sign in', 'plain'],
  checking: ['$(sync~spin) Acme: checking…', 'plain'],
  active: ['$(pass) Acme: Dev', 'plain'],
  grace: ['$(debug-disconnect) Acme: offline', 'warning'],
  invalid: ['$(error) Acme: API key refused', 'error'],
  unavailable: ['$(warning) Acme: gateway unavailable', 'warning'],
};

test.each(GATE_STATUSES)('%s has its icon, its words and its weight', (status) => {
  const [text, attention] = EXPECTED[status];
  expect(statusLine(STATES[status], WORDS)).toMatchObject({ text, attention });
});

describe('the calls', () => {
  it.each([
    [undefined, '$(pass) Acme: Dev'],
    [0, '$(pass) Acme: Dev (0 calls)'],
    [1, '$(pass) Acme: Dev (1 call)'],
    [1_234, '$(pass) Acme: Dev (1234 calls)'],
  ])('that are %s stand behind the person as "%s"', (calls, text) => {
    const line = statusLine(ACTIVE, { ...WORDS, calls });
    expect(line.text).toBe(text);
    expect(line.tooltip.includes('Calls are counted up to a minute late.')).toBe(calls !== undefined);
  });

  it.each(GATE_STATUSES.filter((status) => status !== 'active'))('are not told in %s', (status) => {
    expect(statusLine(STATES[status], { ...WORDS, calls: 7 })).toEqual(statusLine(STATES[status], WORDS));
  });
});

test('the tooltip says what, why and what to do, a line each', () => {
  expect(statusLine(STATES.invalid, WORDS).tooltip.split('\n')).toEqual([
    'Your API key was refused.',
    'It was revoked.',
    'Enter a new API key, or request access.',
  ]);
});

test.each(GATE_STATUSES)('what is read aloud in %s names the extension and has no icon', (status) => {
  const { label } = statusLine(STATES[status], WORDS);
  expect(label).toMatch(/^Acme: \S/);
  expect(label).not.toContain('$(');
});

describe('a name from the gateway', () => {
  it('brings no icon and no second line', () => {
    const identity = { ...IDENTITY, principal: { ...IDENTITY.principal, name: '$(zap)\n$(bug)' } };
    const { text } = statusLine({ ...ACTIVE, identity }, WORDS);
    expect(text).toBe('$(pass) Acme: $ (zap) $ (bug)');
  });
});
