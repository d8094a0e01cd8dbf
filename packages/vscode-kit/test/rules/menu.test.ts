import { expect, test } from 'vitest';
import { menuOf } from '../../src/rules/menu.ts';
import { isOpen } from '../../src/rules/open.ts';
import type { GateAction } from '../../src/words/gate-action.ts';
import { GATE_STATUSES, type GateStatus } from '../../src/words/gate-state.ts';
import { STATES } from '../samples.ts';

const FIRST: Readonly<Record<GateStatus, readonly GateAction[]>> = {
  noKey: ['enterKey', 'requestAccess'],
  checking: ['enterKey', 'requestAccess', 'signOut'],
  active: ['checkStatus', 'enterKey', 'signOut'],
  grace: ['checkStatus', 'enterKey', 'signOut'],
  invalid: ['enterKey', 'requestAccess', 'checkStatus', 'signOut'],
  unavailable: ['checkStatus', 'requestAccess', 'enterKey', 'signOut'],
};

test.each(GATE_STATUSES)('the menu of %s offers what helps there, and then what always does', (status) => {
  expect(menuOf(STATES[status])).toEqual([...FIRST[status], 'openSettings', 'showOutput', 'copyDiagnostics']);
});

test.each(GATE_STATUSES)('the menu of %s offers access when it is shut', (status) => {
  expect(menuOf(STATES[status]).includes('requestAccess')).toBe(!isOpen(STATES[status]));
});
