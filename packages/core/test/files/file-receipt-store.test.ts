import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileReceiptStore } from '../../src/files/file-receipt-store.ts';
import { createFakeWorld } from '../fake-world.ts';
import { temporaryFolder } from './folder.ts';

const ACCOUNT = 'ab'.repeat(32);

describe('createFileReceiptStore', () => {
  it('saves, loads, replaces and clears', async () => {
    const store = createFileReceiptStore({ folder: join(await temporaryFolder(), 'receipts') });
    expect(await store.load(ACCOUNT)).toBeUndefined();
    await store.clear(ACCOUNT);
    await store.save(ACCOUNT, 'one');
    await store.save(ACCOUNT, 'two');
    expect((await store.load(ACCOUNT))?.trim()).toBe('two');
    await store.clear(ACCOUNT);
    expect(await store.load(ACCOUNT)).toBeUndefined();
  });

  it('keeps its folder and files for their owner, under names that every system takes', async () => {
    const folder = join(await temporaryFolder(), 'receipts');
    await createFileReceiptStore({ folder }).save(ACCOUNT, 'one');
    const names = await readdir(folder);
    expect(names).toEqual([expect.stringMatching(/^receipt-[0-9a-f]{64}\.json$/)]);
    const modes = await Promise.all(
      [folder, join(folder, names[0] ?? '')].map(async (path) => (await stat(path)).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o600]);
  });

  it('refuses a file or a folder that others may read', async () => {
    const folder = join(await temporaryFolder(), 'receipts');
    const store = createFileReceiptStore({ folder });
    await store.save(ACCOUNT, 'one');
    await chmod(join(folder, `receipt-${ACCOUNT}.json`), 0o644);
    await expect(store.load(ACCOUNT)).rejects.toMatchObject({ code: 'unsafe_file' });
    await chmod(folder, 0o755);
    await expect(store.save(ACCOUNT, 'two')).rejects.toMatchObject({ code: 'unsafe_file' });
  });

  it.each(['', '..', '../x', 'AB'.repeat(32), 'ab'.repeat(31), 'con', 'ab'.repeat(33)])(
    'refuses the account %j',
    async (account) => {
      const store = createFileReceiptStore({ folder: await temporaryFolder() });
      await expect(store.load(account)).rejects.toThrow(TypeError);
      await expect(store.save(account, 'x')).rejects.toThrow(TypeError);
      await expect(store.clear(account)).rejects.toThrow(TypeError);
    },
  );

  it('carries a validator over a restart without its gateway', async () => {
    const { validator, gateway } = createFakeWorld();
    const folder = join(await temporaryFolder(), 'receipts');
    const start = () => validator({ receipts: createFileReceiptStore({ folder }), retries: 0 });
    await start().validate(gateway.adminKey);
    gateway.fail('network', { times: Infinity });
    expect(await start().validate(gateway.adminKey)).toMatchObject({ status: 'valid', via: 'receipt' });
    await chmod(join(folder, (await readdir(folder))[0] ?? ''), 0o644);
    expect(await start().validate(gateway.adminKey)).toMatchObject({ status: 'unavailable' });
  });
});
