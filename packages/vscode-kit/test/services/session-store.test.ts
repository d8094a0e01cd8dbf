import { describe, expect, it } from 'vitest';
import { formatLedger, ledgerNameOf } from '../../src/rules/ledger-record.ts';
import { formatSession } from '../../src/rules/session-record.ts';
import { createFaultySecrets, type SecretFault } from '../doubles/faulty-secrets.ts';
import { createCachingHost } from '../doubles/secret-hosts.ts';
import { createShelf, KEY, listen, NAME, PLACE } from './session-shelf.ts';

describe('save', () => {
  it('keeps the key as one versioned line, for this account and origin', async () => {
    const { open, host, clock } = createShelf();
    const store = open();
    const session = await store.save({ apiKey: KEY });
    expect(session).toMatchObject({ account: 'default', origin: PLACE.origin, changedAt: clock.now() });
    expect(store.storage).toBe('kept');
    expect((await host.kept()).get(NAME)).toBe(
      `{"v":1,"account":"default","origin":"https://gateway.example.com","changedAt":${clock.now()},"apiKey":"${KEY.reveal()}"}`,
    );
    expect(await open().load()).toMatchObject({ kind: 'open', session: { changedAt: clock.now() } });
  });

  it('leaves no key in the ledger and none in the log', async () => {
    const { open, ledger, logger } = createShelf();
    const session = await open().save({ apiKey: KEY });
    expect([...ledger.notes.values()]).toEqual([formatLedger({ signedInAt: session.changedAt, ended: [] })]);
    expect(JSON.stringify([[...ledger.notes], logger.lines])).not.toContain(KEY.reveal());
  });

  it('is later than every change known, however the clock was set back', async () => {
    const { open, clock } = createShelf();
    const [here, there] = [open(), open()];
    const first = await here.save({ apiKey: KEY });
    clock.set(clock.now() - 86_400_000);
    const second = await there.save({ apiKey: KEY });
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
      const [session] = await Promise.all([store.save({ apiKey: KEY }), advance(5_000)]);
      expect(store.storage).toBe('memory');
      expect(await store.load()).toMatchObject({ kind: 'open', session });
      expect(await open().load()).toEqual({ kind: 'lost' });
    },
  );

  it('is kept after all by a host that takes longer than two seconds', async () => {
    const { open, host, clock, advance } = createShelf();
    const slow = host.open();
    const store = open({
      ...slow,
      store: async (name, text) => {
        await clock.sleep(2_001);
        await slow.store(name, text);
      },
    });
    await Promise.all([store.save({ apiKey: KEY }), advance(2_000)]);
    expect(store.storage).toBe('memory');
    await advance(1);
    expect(await store.load()).toMatchObject({ kind: 'open' });
    expect(store.storage).toBe('kept');
  });

  it('does not try a host again and again that keeps nothing', async () => {
    const { open, host } = createShelf();
    const secrets = createFaultySecrets(host.open());
    secrets.fail('store', 'forget');
    const store = open(secrets);
    await store.save({ apiKey: KEY });
    await store.load();
    await store.load();
    expect(secrets.asked.store).toBe(1);
  });
});

describe('load', () => {
  it('writes nothing when nothing is behind', async () => {
    const { open, host } = createShelf();
    await open().save({ apiKey: KEY });
    const secrets = createFaultySecrets(host.open());
    await open(secrets).load();
    expect(secrets.asked).toMatchObject({ store: 0, delete: 0 });
  });

  it('says that a session is lost when the host did not keep it until the next start', async () => {
    const { open, host, advance } = createShelf();
    await open().save({ apiKey: KEY });
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
      await open().save({ apiKey: KEY });
      expect(await store.load()).toMatchObject({ kind: 'open' });
      expect(store.storage).toBe('kept');
    },
  );

  it('works without a ledger', async () => {
    const { open, ledger } = createShelf();
    ledger.fail('read', new Error('EACCES'));
    ledger.fail('write', new Error('EROFS'));
    const store = open();
    await store.save({ apiKey: KEY });
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
    const { changedAt } = await open().save({ apiKey: KEY });
    const name = await ledgerNameOf(PLACE);
    const note = formatLedger({ signedInAt: changedAt, ended: [] });
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
    await here.save({ apiKey: KEY });
    for (const store of [here, there]) listen(store);
    await there.load();
    if (what === 'unreadable') ledger.fail('read', new Error('EIO'));
    await here.clear();
    const [[name = '', note = ''] = []] = ledger.notes;
    expect(note).toMatch(/"ended":\[\d+\]/);
    const left = what === 'unreadable' ? note : note.replace('"v":1', '"v":2');
    ledger.notes.set(name, left);
    await Promise.all([here.load(), there.load()]);
    await rest();
    expect(ledger.notes.get(name)).toBe(left);
  });

  it('writes the secret again that only this window holds', async () => {
    const { open, host } = createShelf();
    const store = open();
    const session = await store.save({ apiKey: KEY });
    host.lose();
    expect(await store.load()).toMatchObject({ kind: 'open', isBehind: true });
    expect((await host.kept()).get(NAME)).toBe(formatSession(session));
  });

  it('writes no secret in a window whose session another one has ended', async () => {
    const { open, host } = createShelf(createCachingHost());
    await open().save({ apiKey: KEY });
    const secrets = createFaultySecrets(host.open());
    const stale = open(secrets);
    await stale.load();
    await open().clear();
    expect(await stale.load()).toEqual({ kind: 'none' });
    expect(secrets.asked).toMatchObject({ store: 0, delete: 0 });
  });
});
