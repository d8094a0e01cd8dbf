import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { SecretReceiptStore } from '../../src/services/secret-receipt-store.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';
import { createFaultySecrets, type SecretFault } from '../doubles/faulty-secrets.ts';
import { createDesktopHost } from '../doubles/secret-hosts.ts';
import { createSteps } from './gate-world.ts';

const NAME = 'acme.receipt.v1:default@https://gateway.example.com';
const ACCOUNT = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

function createDrawer() {
  const clock = createFakeClock();
  const host = createDesktopHost();
  const secrets = createFaultySecrets(host.open());
  const session = { holds: true, isKept: true };
  const ending = new AbortController();
  const open = () =>
    new SecretReceiptStore({
      ...{ secrets, clock, logger: createCollectingLogger(), name: NAME, signal: ending.signal },
      holds: () => Promise.resolve(session.holds),
      isKept: () => session.isKept,
    });
  return { clock, host, secrets, session, ending, open, ...createSteps(clock) };
}

describe('SecretReceiptStore', () => {
  it('keeps the record of one account in one secret, across windows', async () => {
    const { open, host, rest } = createDrawer();
    await open().save(ACCOUNT, 'record');
    await rest();
    expect((await host.kept()).get(NAME)).toBe(`{"v":1,"account":"${ACCOUNT}","record":"record"}`);
    expect(await open().load(ACCOUNT)).toBe('record');
    expect(await open().load(OTHER)).toBeUndefined();
  });

  it('writes only when the text is another', async () => {
    const { open, secrets, rest } = createDrawer();
    const store = open();
    await store.save(ACCOUNT, 'record');
    await store.save(ACCOUNT, 'record');
    await rest();
    expect(secrets.asked.store).toBe(1);
    const next = open();
    await next.load(ACCOUNT);
    await next.save(ACCOUNT, 'record');
    await rest();
    expect(secrets.asked.store).toBe(1);
  });

  it('writes nothing where the host does not keep the session, and clears what was kept before', async () => {
    const { open, host, session, secrets, rest } = createDrawer();
    const store = open();
    await store.save(ACCOUNT, 'record');
    await rest();
    session.isKept = false;
    await store.save(ACCOUNT, 'later');
    await rest();
    expect(await store.load(ACCOUNT)).toBe('later');
    expect(secrets.asked.store).toBe(1);
    await store.clear(ACCOUNT);
    await rest();
    expect((await host.kept()).has(NAME)).toBe(false);
  });

  it('serves from memory and writes nothing while no session holds, and writes it when told that one does', async () => {
    const { open, session, secrets, rest } = createDrawer();
    session.holds = false;
    const store = open();
    await store.save(ACCOUNT, 'record');
    await rest();
    expect(await store.load(ACCOUNT)).toBe('record');
    expect(secrets.asked).toMatchObject({ store: 0, delete: 0 });
    session.holds = true;
    store.flush();
    await rest();
    expect(secrets.asked.store).toBe(1);
  });

  it('forgets what was to be written when the session ends meanwhile', async () => {
    const { open, secrets, rest } = createDrawer();
    const store = open();
    await store.save(ACCOUNT, 'record');
    store.drop();
    await rest();
    expect(secrets.asked.store).toBe(0);
    expect(await store.load(ACCOUNT)).toBeUndefined();
  });

  it('deletes the secret at a sign-out, after a write that is under way', async () => {
    const { open, host, rest } = createDrawer();
    const store = open();
    await store.save(ACCOUNT, 'record');
    await store.forget();
    await rest();
    expect((await host.kept()).has(NAME)).toBe(false);
  });

  it('clears the account that it holds, and no other one', async () => {
    const { open, host, rest } = createDrawer();
    const store = open();
    await store.save(ACCOUNT, 'record');
    await rest();
    await store.clear(OTHER);
    await rest();
    expect((await host.kept()).has(NAME)).toBe(true);
    await store.clear(ACCOUNT);
    await rest();
    expect((await host.kept()).has(NAME)).toBe(false);
    expect(await store.load(ACCOUNT)).toBeUndefined();
    await store.clear(ACCOUNT);
  });

  it('does not clear the secret of a session that has ended: who ended it does', async () => {
    const { open, session, secrets, rest } = createDrawer();
    const store = open();
    await store.save(ACCOUNT, 'record');
    await rest();
    session.holds = false;
    await store.clear(ACCOUNT);
    await rest();
    expect(secrets.asked.delete).toBe(0);
    expect(await store.load(ACCOUNT)).toBe('record');
  });

  it.each(['garbage', '{"v":2}', `{"v":1,"account":"short","record":"r"}`, '{"v":1}'])(
    'takes %j for nothing',
    async (text) => {
      const { open, host } = createDrawer();
      await host.open().store(NAME, text);
      expect(await open().load(ACCOUNT)).toBeUndefined();
    },
  );

  it.each<SecretFault>(['throw', 'reject', 'hang', 'forget'])(
    'serves from memory where the host fails (%s)',
    async (how) => {
      const { open, secrets, advance } = createDrawer();
      for (const act of ['get', 'store', 'delete'] as const) secrets.fail(act, how);
      const store = open();
      const load = store.load(ACCOUNT);
      await advance(1_000);
      expect(await load).toBeUndefined();
      await store.save(ACCOUNT, 'record');
      expect(await store.load(ACCOUNT)).toBe('record');
      await advance(5_000);
      await store.clear(ACCOUNT);
      const forgotten = store.forget();
      await advance(5_000);
      await forgotten;
    },
  );

  it('waits for no host that hangs once it is ended', async () => {
    const { open, secrets, clock, ending, rest } = createDrawer();
    secrets.fail('store', 'hang');
    await open().save(ACCOUNT, 'record');
    await rest();
    expect(clock.sleepers).toBe(1);
    ending.abort();
    await rest();
    expect(clock.sleepers).toBe(0);
  });
});
