import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import type { SecretStore } from '../../src/ports/secret-store.ts';
import { formatLedger, ledgerNameOf } from '../../src/rules/ledger-record.ts';
import { formatSession } from '../../src/rules/session-record.ts';
import type { Choice } from '../../src/rules/session-choice.ts';
import { SessionStore } from '../../src/services/session-store.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';
import { createFaultySecrets, type SecretFault } from '../doubles/faulty-secrets.ts';
import { createMemoryLedger } from '../doubles/memory-ledger.ts';
import { createCachingHost, createDesktopHost } from '../doubles/secret-hosts.ts';
import { createSteps } from './gate-world.ts';

const PLACE = { id: 'acme', account: 'default', origin: 'https://gateway.example.com' };
const NAME = 'acme.session.v1:default@https://gateway.example.com';
const KEY = new Secret('chef_123e4567-e89b-12d3-a456-426614174000');

function createShelf(host = createDesktopHost()) {
  const clock = createFakeClock();
  const ledger = createMemoryLedger();
  const logger = createCollectingLogger();
  const ending = new AbortController();
  const open = (secrets: SecretStore = host.open()) =>
    new SessionStore({ secrets, ledger, clock, logger, place: PLACE, signal: ending.signal });
  return { clock, ledger, logger, ending, host, open, ...createSteps(clock) };
}

function listen(store: SessionStore): string[] {
  const told: string[] = [];
  store.onDidChange((choice: Choice) => told.push(choice.kind));
  return told;
}

describe('save', () => {
  it('keeps the key as one versioned line, for this account and origin', async () => {
    const { open, host, clock } = createShelf();
    const store = open();
    const session = await store.save(KEY);
    expect(session).toMatchObject({ account: 'default', origin: PLACE.origin, changedAt: clock.now() });
    expect(store.storage).toBe('kept');
    expect((await host.kept()).get(NAME)).toBe(
      `{"v":1,"account":"default","origin":"https://gateway.example.com","changedAt":${clock.now()},"apiKey":"${KEY.reveal()}"}`,
    );
    expect(await open().load()).toMatchObject({ kind: 'open', session: { changedAt: clock.now() } });
  });

  it('leaves no key in the ledger and none in the log', async () => {
    const { open, ledger, logger } = createShelf();
    await open().save(KEY);
    expect([...ledger.notes.values()]).toEqual([expect.stringContaining('"signedIn":true')]);
    expect(JSON.stringify([[...ledger.notes], logger.lines])).not.toContain(KEY.reveal());
  });

  it('is later than every change known, however the clock was set back', async () => {
    const { open, clock } = createShelf();
    const [here, there] = [open(), open()];
    const first = await here.save(KEY);
    clock.set(clock.now() - 86_400_000);
    const second = await there.save(KEY);
    expect(second.changedAt).toBe(first.changedAt + 1);
    expect(await here.load()).toMatchObject({ session: { changedAt: second.changedAt } });
  });

  it.each<SecretFault>(['throw', 'reject', 'hang', 'forget'])(
    'lives in memory where the host does not keep it (%s)',
    async (how) => {
      const { open, host, advance } = createShelf();
      const secrets = createFaultySecrets(host.open());
      secrets.fail('store', how);
      const store = open(secrets);
      const [session] = await Promise.all([store.save(KEY), advance(5_000)]);
      expect(store.storage).toBe('memory');
      expect(await store.load()).toMatchObject({ kind: 'open', session });
      expect(await open().load()).toEqual({ kind: 'lost' });
    },
  );

  it('does not try a host again and again that keeps nothing', async () => {
    const { open, host } = createShelf();
    const secrets = createFaultySecrets(host.open());
    secrets.fail('store', 'forget');
    const store = open(secrets);
    await store.save(KEY);
    await store.load();
    await store.load();
    expect(secrets.asked.store).toBe(1);
  });
});

describe('load', () => {
  it('writes nothing when nothing is behind', async () => {
    const { open, host } = createShelf();
    await open().save(KEY);
    const secrets = createFaultySecrets(host.open());
    await open(secrets).load();
    expect(secrets.asked).toMatchObject({ store: 0, delete: 0 });
  });

  it('says that a session is lost when the host did not keep it until the next start', async () => {
    const { open, host, advance } = createShelf();
    await open().save(KEY);
    host.lose();
    await advance(1);
    expect(await open().load()).toEqual({ kind: 'lost' });
  });

  it.each<SecretFault>(['throw', 'reject', 'hang'])(
    'is shut and says so when the host cannot be read (%s)',
    async (how) => {
      const { open, host, advance } = createShelf();
      const secrets = createFaultySecrets(host.open());
      secrets.fail('get', how);
      const store = open(secrets);
      const [choice] = await Promise.all([store.load(), advance(5_000)]);
      expect(choice).toEqual({ kind: 'none' });
      expect(store.storage).toBe('failing');
      secrets.fail('get', undefined);
      await open().save(KEY);
      expect(await store.load()).toMatchObject({ kind: 'open' });
      expect(store.storage).toBe('kept');
    },
  );

  it('works without a ledger', async () => {
    const { open, ledger } = createShelf();
    ledger.fail('read', new Error('EACCES'));
    ledger.fail('write', new Error('EROFS'));
    const store = open();
    await store.save(KEY);
    expect(await open().load()).toMatchObject({ kind: 'open' });
    expect(await store.clear()).toBe(true);
    expect(await open().load()).toEqual({ kind: 'none' });
  });

  it('takes what nobody of this version wrote for nothing', async () => {
    const { open, host, ledger } = createShelf();
    await host.open().store(NAME, '{"v":2,"apiKey":"x"}');
    await ledger.write(await ledgerNameOf(PLACE), 'garbage');
    expect(await open().load()).toEqual({ kind: 'none' });
  });

  it('writes the note again when the ledger lost it, or has an older one', async () => {
    const { open, ledger } = createShelf();
    const { changedAt } = await open().save(KEY);
    const name = await ledgerNameOf(PLACE);
    const note = formatLedger({ changedAt, signedIn: true });
    ledger.notes.clear();
    await open().load();
    expect(ledger.notes.get(name)).toBe(note);
    const signedOut = open();
    await signedOut.clear();
    const latest = ledger.notes.get(name);
    ledger.notes.set(name, note);
    expect(await signedOut.load()).toEqual({ kind: 'none' });
    expect(ledger.notes.get(name)).toBe(latest);
  });

  it.each(['unreadable', 'of another version'])('leaves a note alone that is %s', async (what) => {
    const { open, ledger, rest } = createShelf(createCachingHost());
    const [here, there] = [open(), open()];
    await here.save(KEY);
    for (const store of [here, there]) listen(store);
    await there.load();
    if (what === 'unreadable') ledger.fail('read', new Error('EIO'));
    await here.clear();
    const [[name = '', note = ''] = []] = ledger.notes;
    expect(note).toContain('"signedIn":false');
    const left = what === 'unreadable' ? note : note.replace('"v":1', '"v":2');
    ledger.notes.set(name, left);
    await Promise.all([here.load(), there.load()]);
    await rest();
    expect(ledger.notes.get(name)).toBe(left);
  });

  it('writes the secret again that only this window holds', async () => {
    const { open, host } = createShelf();
    const store = open();
    const session = await store.save(KEY);
    host.lose();
    expect(await store.load()).toMatchObject({ kind: 'open', mend: 'store' });
    expect((await host.kept()).get(NAME)).toBe(formatSession(session));
  });

  it('writes no secret in a window whose session another one has ended', async () => {
    const { open, host } = createShelf(createCachingHost());
    await open().save(KEY);
    const secrets = createFaultySecrets(host.open());
    const stale = open(secrets);
    await stale.load();
    await open().clear();
    expect(await stale.load()).toEqual({ kind: 'none' });
    expect(secrets.asked).toMatchObject({ store: 0, delete: 0 });
  });
});

describe('clear', () => {
  it('leaves a mark without a key, and a note', async () => {
    const { open, host, ledger } = createShelf();
    const store = open();
    await store.save(KEY);
    expect(await store.clear()).toBe(true);
    expect((await host.kept()).get(NAME)).toMatch(/"signedOut":true}$/);
    expect([...ledger.notes.values()]).toEqual([expect.stringContaining('"signedIn":false')]);
    expect(await store.load()).toEqual({ kind: 'none' });
  });

  it('stays signed out after a restart when the key could not be removed', async () => {
    const { open, host } = createShelf();
    const secrets = createFaultySecrets(host.open());
    const store = open(secrets);
    await store.save(KEY);
    secrets.fail('store', 'reject');
    secrets.fail('delete', 'reject');
    expect(await store.clear()).toBe(true);
    expect((await host.kept()).get(NAME)).toContain(KEY.reveal());
    expect(await open().load()).toEqual({ kind: 'none' });
  });

  it('deletes the key where no mark can be stored', async () => {
    const { open, host, ledger } = createShelf();
    const secrets = createFaultySecrets(host.open());
    const store = open(secrets);
    await store.save(KEY);
    secrets.fail('store', 'forget');
    ledger.fail('write', new Error('EROFS'));
    expect(await store.clear()).toBe(true);
    expect((await host.kept()).has(NAME)).toBe(false);
  });

  it('answers false when neither the secret nor the note could be written', async () => {
    const { open, host, ledger } = createShelf();
    const secrets = createFaultySecrets(host.open());
    const store = open(secrets);
    await store.save(KEY);
    secrets.fail('store', 'throw');
    secrets.fail('delete', 'throw');
    ledger.fail('write', new Error('EROFS'));
    expect(await store.clear()).toBe(false);
    expect(await store.load()).toEqual({ kind: 'none' });
  });
});

describe('onDidChange', () => {
  it('tells a change by another window once, however often the host tells it', async () => {
    const { open, host, rest } = createShelf();
    const here = open();
    const told = listen(here);
    await here.load();
    const session = await open().save(KEY);
    await host.open().store(NAME, formatSession(session));
    await rest();
    expect(told).toEqual(['none', 'open']);
    expect(here.signals.secret).toBe(2);
    expect(here.signals.ledger).toBeGreaterThan(0);
  });

  it('tells nothing of what this window did itself, and nothing of other secrets', async () => {
    const { open, host, rest } = createShelf();
    const store = open();
    await store.load();
    const told = listen(store);
    await store.save(KEY);
    await host.open().store('acme.other', 'text');
    await rest();
    await store.clear();
    await rest();
    expect(told).toEqual([]);
    expect(store.signals.secret).toBe(2);
  });

  it('follows by the ledger alone where no secret event comes', async () => {
    const { open, rest } = createShelf(createCachingHost());
    const here = open();
    await here.load();
    const told = listen(here);
    const there = open();
    await there.save(KEY);
    await rest();
    expect(told).toEqual(['elsewhere']);
    expect(here.signals).toEqual({ secret: 0, ledger: 1 });
  });

  it('listens to the host only while somebody listens to it', () => {
    const { open, host, ledger } = createShelf();
    const store = open();
    expect([host.listeners, ledger.listeners]).toEqual([0, 0]);
    const subscriptions = [store.onDidChange(() => undefined), store.onDidChange(() => undefined)];
    expect([host.listeners, ledger.listeners]).toEqual([1, 1]);
    for (const subscription of subscriptions) subscription.dispose();
    expect([host.listeners, ledger.listeners]).toEqual([0, 0]);
  });
});

describe('a store that is ended', () => {
  it('waits for no host that hangs', async () => {
    const { open, host, clock, ending, rest, logger } = createShelf();
    const secrets = createFaultySecrets(host.open());
    secrets.fail('get', 'hang');
    const loading = open(secrets).load();
    await rest();
    expect(clock.sleepers).toBe(1);
    ending.abort();
    expect(await loading).toEqual({ kind: 'none' });
    expect(clock.sleepers).toBe(0);
    expect(logger.lines).toEqual([]);
  });
});
