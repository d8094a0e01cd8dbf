import { createFakeClock } from '@wicketgate/testing';
import { expect, it } from 'vitest';
import { startSignInPruning } from '../../src/services/sign-in-pruning.ts';
import { createGate } from '../support/gate.ts';

const MINUTE = 60_000;

it('deletes what is over once a minute, until it is closed', async () => {
  const clock = createFakeClock();
  const pruned: number[] = [];
  const store = { pruneSignIn: (now: number) => Promise.resolve(void pruned.push(now)) };
  const pruning = startSignInPruning({ store, clock, logger: { warn: () => undefined } });
  const start = clock.now();
  await clock.advance(MINUTE - 1);
  expect(pruned).toEqual([]);
  await clock.advance(MINUTE + 1);
  expect(pruned).toEqual([start + MINUTE, start + 2 * MINUTE]);
  await pruning.close();
  await clock.advance(10 * MINUTE);
  expect(pruned).toHaveLength(2);
  expect(clock.sleepers).toBe(0);
});

it('goes on after the store has failed, and says so', async () => {
  const clock = createFakeClock();
  const warnings: string[] = [];
  let tries = 0;
  const store = {
    pruneSignIn: () => (tries++ === 0 ? Promise.reject(new Error('The disk is full.')) : Promise.resolve()),
  };
  const logger = { warn: (_fields: unknown, message: string) => void warnings.push(message) };
  const pruning = startSignInPruning({ store, clock, logger });
  await clock.advance(3 * MINUTE);
  expect(tries).toBe(3);
  expect(warnings).toHaveLength(1);
  await pruning.close();
});

it('closes only once a deletion that runs is over', async () => {
  const clock = createFakeClock();
  const { opened, open } = createGate();
  let isClosed = false;
  const pruning = startSignInPruning({
    store: { pruneSignIn: () => opened },
    clock,
    logger: { warn: () => undefined },
  });
  await clock.advance(MINUTE);
  const closing = pruning.close().then(() => {
    isClosed = true;
  });
  await clock.advance(0);
  expect(isClosed).toBe(false);
  open();
  await closing;
});
