import { describe, expect, it } from 'vitest';
import { formatLedger } from '../../src/rules/ledger-record.ts';
import { formatSession } from '../../src/rules/session-record.ts';
import { createFaultySecrets, type SecretFault } from '../doubles/faulty-secrets.ts';
import { createCachingHost } from '../doubles/secret-hosts.ts';
import { createShelf, KEY, listen, NAME } from './session-shelf.ts';

describe('clear', () => {
  it('leaves a mark without a key, and a note', async () => {
    const { open, host, ledger } = createShelf();
    const store = open();
    const { changedAt } = await store.save({ apiKey: KEY });
    expect(await store.clear()).toBe(true);
    expect((await host.kept()).get(NAME)).toMatch(/"signedOut":true}$/);
    expect([...ledger.notes.values()]).toEqual([formatLedger({ signedInAt: changedAt, ended: [changedAt] })]);
    expect(await store.load()).toEqual({ kind: 'none' });
  });

  it('stays signed out after a restart when the key could not be removed', async () => {
    const { open, host } = createShelf();
    const secrets = createFaultySecrets(host.open());
    const store = open(secrets);
    await store.save({ apiKey: KEY });
    secrets.fail('store', 'reject');
    secrets.fail('delete', 'reject');
    expect(await store.clear()).toBe(false);
    expect((await host.kept()).get(NAME)).toContain(KEY.reveal());
    expect(await open().load()).toEqual({ kind: 'none' });
  });

  it.each<SecretFault>(['throw', 'reject', 'hang', 'forget'])(
    'has nothing to remove of a key that lived in memory alone (%s)',
    async (how) => {
      const { open, host, advance } = createShelf();
      const secrets = createFaultySecrets(host.open());
      for (const act of ['get', 'store', 'delete'] as const) secrets.fail(act, how);
      const store = open(secrets);
      await Promise.all([store.save({ apiKey: KEY }), advance(10_000)]);
      expect(store.storage).toBe('memory');
      const [gone] = await Promise.all([store.clear(), advance(10_000)]);
      expect(gone).toBe(true);
    },
  );

  it('is done when a host that fails to delete has no key all the same', async () => {
    const { open, host } = createShelf();
    const secrets = createFaultySecrets(host.open());
    secrets.fail('store', 'reject');
    secrets.fail('delete', 'reject');
    expect(await open(secrets).clear()).toBe(true);
  });

  it('deletes the key where no mark can be stored', async () => {
    const { open, host, ledger } = createShelf();
    const secrets = createFaultySecrets(host.open());
    const store = open(secrets);
    await store.save({ apiKey: KEY });
    secrets.fail('store', 'forget');
    ledger.fail('write', new Error('EROFS'));
    expect(await store.clear()).toBe(true);
    expect((await host.kept()).has(NAME)).toBe(false);
  });

  it('answers false when neither the secret nor the note could be written', async () => {
    const { open, host, ledger } = createShelf();
    const secrets = createFaultySecrets(host.open());
    const store = open(secrets);
    await store.save({ apiKey: KEY });
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
    const session = await open().save({ apiKey: KEY });
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
    await store.save({ apiKey: KEY });
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
    await there.save({ apiKey: KEY });
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
