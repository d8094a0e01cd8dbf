import { expect, test } from 'vitest';
import { identityOf, isOpen } from '../../src/rules/open.ts';
import type { GateStatus } from '../../src/words/gate-state.ts';
import { IDENTITY, STATES } from '../samples.ts';

const OPEN: Readonly<Record<GateStatus, boolean>> = {
  noKey: false,
  checking: false,
  active: true,
  grace: true,
  invalid: false,
  unavailable: false,
};

test.each(Object.entries(OPEN) as [GateStatus, boolean][])('%s is open: %s', (status, open) => {
  expect(isOpen(STATES[status])).toBe(open);
  expect(identityOf(STATES[status])).toBe(open ? IDENTITY : undefined);
});
