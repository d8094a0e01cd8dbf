import { describe, expect, it } from 'vitest';
import { ACCOUNT, read, record } from '../../token-store-contract.ts';
import { keyringWorld } from './token-world.ts';

const ENTRY = `token:${ACCOUNT}`;

describe('a sign-in in the keyring', () => {
  it('stands at an account of its own, beside the secrets', async () => {
    const { open, keyring } = await keyringWorld();
    await open().save(ACCOUNT, record('{"n":1}'));
    expect([...keyring.entries]).toEqual([[ENTRY, '{"n":1}']]);
  });

  it.each(['', ' ', 'planted\nx', 'planted\0', 'planted'.repeat(3_000)])(
    'that no store wrote is refused without being repeated, and can be cleared',
    async (text) => {
      const { open, keyring } = await keyringWorld();
      keyring.entries.set(ENTRY, text);
      const failure: unknown = await open()
        .load(ACCOUNT)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'keyring_failed' });
      expect(String(failure)).not.toContain('planted');
      expect(await open().clear(ACCOUNT)).toBe(true);
      expect(await open().load(ACCOUNT)).toBeUndefined();
    },
  );

  it('is neither read, written nor cleared elsewhere when the keyring is locked or gone', async () => {
    const { open, keyring } = await keyringWorld();
    const store = open();
    await store.save(ACCOUNT, record('before'));
    for (const code of ['keyring_locked', 'keyring_unavailable', 'keyring_timeout', 'keyring_failed'] as const) {
      keyring.failWith(code);
      await expect(store.load(ACCOUNT)).rejects.toMatchObject({ code });
      await expect(store.save(ACCOUNT, record('after'))).rejects.toMatchObject({ code });
      await expect(store.clear(ACCOUNT)).rejects.toMatchObject({ code });
    }
    keyring.failWith(undefined);
    expect(await read(store)).toBe('before');
  });
});
