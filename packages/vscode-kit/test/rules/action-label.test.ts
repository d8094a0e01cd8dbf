import { expect, test } from 'vitest';
import { actionLabel } from '../../src/rules/action-label.ts';
import { GATE_ACTIONS } from '../../src/words/gate-action.ts';
import { GATE_STATUSES } from '../../src/words/gate-state.ts';
import { english, STATES } from '../samples.ts';

test.each([
  ['enterKey', 'Enter API Key'],
  ['signOut', 'Sign Out'],
  ['checkStatus', 'Check Status'],
  ['showMenu', 'Show Menu'],
  ['openSettings', 'Open Settings'],
  ['showOutput', 'Show Output'],
  ['copyDiagnostics', 'Copy Diagnostics'],
  ['requestAccess', 'Request Access'],
  ['reloadWindow', 'Reload Window'],
] as const)('%s is called "%s"', (action, label) => {
  expect(actionLabel(action, { t: english, state: STATES.active })).toBe(label);
});

test.each(GATE_STATUSES)('a check in %s is a retry only where the gateway was out of reach', (status) => {
  const label = actionLabel('checkStatus', { t: english, state: STATES[status] });
  expect(label).toBe(status === 'grace' || status === 'unavailable' ? 'Retry Now' : 'Check Status');
});

test.each(GATE_STATUSES)('no two actions have one name in %s', (status) => {
  const labels = GATE_ACTIONS.map((action) => actionLabel(action, { t: english, state: STATES[status] }));
  expect(new Set(labels).size).toBe(GATE_ACTIONS.length);
});
