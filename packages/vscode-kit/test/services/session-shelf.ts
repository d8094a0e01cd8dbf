import { Secret } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import type { SecretStore } from '../../src/ports/secret-store.ts';
import type { Choice } from '../../src/rules/session-choice.ts';
import { SessionStore } from '../../src/services/session-store.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';
import { createMemoryLedger } from '../doubles/memory-ledger.ts';
import { createDesktopHost } from '../doubles/secret-hosts.ts';
import { createSteps } from './gate-world.ts';

export const PLACE = { id: 'acme', account: 'default', origin: 'https://gateway.example.com' };
export const NAME = 'acme.session.v1:default@https://gateway.example.com';
export const KEY = new Secret('chef_123e4567-e89b-12d3-a456-426614174000');

/** Stores of several windows over one host and one ledger. */
export function createShelf(host = createDesktopHost()) {
  const clock = createFakeClock();
  const ledger = createMemoryLedger();
  const logger = createCollectingLogger();
  const ending = new AbortController();
  const open = (secrets: SecretStore = host.open()) =>
    new SessionStore({ secrets, ledger, clock, logger, place: PLACE, signal: ending.signal });
  return { clock, ledger, logger, ending, host, open, ...createSteps(clock) };
}

/** What a store tells, oldest first. */
export function listen(store: SessionStore): string[] {
  const told: string[] = [];
  store.onDidChange((choice: Choice) => told.push(choice.kind));
  return told;
}
