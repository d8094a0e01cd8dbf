import type { RecoveryPlan } from '@wicketgate/secrets/node';
import { expect, test } from 'vitest';
import {
  recoveryDocument,
  recoveryText,
  summaryDocument,
  wrapsTable,
} from '../../../src/rules/views/secret-file-view.ts';
import { powersTable } from '../../../src/rules/views/project-view.ts';
import { styleOf } from '../../../src/rules/views/style.ts';

const style = styleOf('plain');
const PLAN: RecoveryPlan = {
  damage: 'corrupt',
  reason: 'The index is damaged.',
  from: 'backup',
  counters: { backup: 3, next: 5 },
  dataKey: 'witnessed',
  dropped: [
    { name: 'A', version: 2, instead: 1 },
    { name: 'B', version: 1 },
  ],
  kept: [{ name: 'A', version: 1, updated: 0 }],
  lostWrites: 1,
};

test('a plan says what is dropped, what stands in its place, and what stays', () => {
  const text = recoveryText(PLAN, style);
  expect(text).toMatch(/^damage +The index is damaged\.$/m);
  expect(text).toMatch(/^in place afterwards +the backup$/m);
  expect(text).toMatch(/^kept +A$/m);
  expect(text).toMatch(/^writes lost +1$/m);
  expect(text).toMatch(/^A +2 +1$/m);
  expect(text).toMatch(/^B +1 +nothing$/m);
});

test('a plan for scripts tells instants as everything else does', () => {
  const kept = [{ name: 'A', version: 1, updatedAt: '1970-01-01T00:00:00Z' }];
  expect(recoveryDocument(PLAN)).toEqual({ ...PLAN, kept });
});

test('a plan that drops nothing says so', () => {
  const text = recoveryText({ ...PLAN, from: 'current', dropped: [], kept: [], lostWrites: 0 }, style);
  expect(text).toContain('Nothing is dropped that can be read.');
  expect(text).toContain('the file as it is');
  expect(text).not.toContain('writes lost');
});

test('a data key that the keyring does not know is warned of', () => {
  expect(recoveryText({ ...PLAN, dataKey: 'other' }, style)).toContain('somebody else made it');
  for (const dataKey of ['witnessed', 'unwitnessed'] as const) {
    expect(recoveryText({ ...PLAN, dataKey }, style)).not.toContain('somebody else made it');
  }
});

test('keys are told apart by what names them', () => {
  const wraps = [
    { id: 'one', kind: 'keyring' },
    { id: 'two', kind: 'age', recipient: 'age1x' },
    { id: 'three', kind: 'master-key', keyId: 'k3y' },
  ] as const;
  expect(wrapsTable(wraps, style)).toMatch(/^one +keyring\ntwo +age +age1x\nthree +master-key +k3y$/m);
  const summary = { id: 'f', path: 'staging', counter: 2, wraps, secrets: [{ name: 'A', version: 1, updated: 0 }] };
  expect(summaryDocument(summary)).toEqual({ id: 'f', environment: 'staging', counter: 2, wraps, names: ['A'] });
});

test('what a project wants is shown whole, and where each argument begins and ends', () => {
  const probe = { method: 'POST', url: 'https://x.example.com/me?a=b', present: 'bearer' } as const;
  const text = powersTable([{ name: 'A', command: ['op', 'read', 'a b', 'c"d'], probe }], style);
  expect(text).toMatch(/^A +starts +op read "a b" "c\\"d"$/m);
  expect(text).toMatch(/^A +sends it to +POST https:\/\/x\.example\.com\/me\?a=b$/m);
});
