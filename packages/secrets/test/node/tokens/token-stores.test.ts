import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Secret } from '@wicketgate/core';
import { createFakeClock, createMemoryTokenStore } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, record, tokenStoreContract } from '../../token-store-contract.ts';
import { prepareWorlds } from '../keyring/keyring-world.ts';
import { createKeyringTokenStore } from '../../../src/node/tokens/keyring-token-store.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { contentsOf, worlds } from './token-world.ts';

const createWorld = await prepareWorlds();

describe.each(worlds)('the token store %s', (id, createTokenWorld) => {
  it.each(tokenStoreContract)('$name', async ({ run }) => {
    const { open } = await createTokenWorld();
    await run({ store: open(), open });
  });

  it('is called by its name', async () => {
    expect((await createTokenWorld()).open().id).toBe(id);
  });

  it('makes the folder of its locks for the owner alone, leaves no lock, and writes nothing of a record into one', async () => {
    const { folder, open } = await createTokenWorld();
    const locks = join(folder, id === 'plain' ? 'tokens' : 'locks');
    await open().exclusively(ACCOUNT, async () => {
      expect(await readdir(locks)).toEqual([`token-${ACCOUNT}.lock`]);
    });
    expect(await readdir(locks)).toEqual([]);
    if (process.platform !== 'win32') expect((await stat(locks)).mode & 0o777).toBe(0o700);
  });

  it('does no exclusive work in a folder that others may enter', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows keeps permissions elsewhere');
    const { folder, open } = await createTokenWorld();
    await mkdir(join(folder, id === 'plain' ? 'tokens' : 'locks'), { mode: 0o755 });
    let worked = false;
    const work = () => Promise.resolve((worked = true));
    await expect(open().exclusively(ACCOUNT, work)).rejects.toMatchObject({ code: 'unsafe_file' });
    expect(worked).toBe(false);
  });

  it('waits thirty seconds for another, and takes over what is older than three minutes', async () => {
    const { folder, open } = await createTokenWorld();
    const locks = join(folder, id === 'plain' ? 'tokens' : 'locks');
    const clock = createFakeClock();
    const holder = (agoMs: number) =>
      JSON.stringify({ pid: 1, host: `not ${hostname()}`, since: clock.now() - agoMs, token: crypto.randomUUID() });
    await mkdir(locks, { mode: 0o700 });
    const path = join(locks, `token-${ACCOUNT}.lock`);
    await writeFile(path, holder(120_000));
    const begun = clock.now();
    const progress = { ended: false };
    const waiting = open(clock).exclusively(ACCOUNT, () => Promise.resolve('done'));
    const failure = waiting.catch((error: unknown) => error).finally(() => (progress.ended = true));
    // Files take real time, in which the fake clock must stand still.
    while (!progress.ended) await clock.advance(clock.sleepers > 0 ? 500 : 0);
    expect(await failure).toMatchObject({ code: 'lock_timeout' });
    expect(clock.now() - begun).toBeGreaterThanOrEqual(30_000);
    expect(clock.now() - begun).toBeLessThanOrEqual(30_500);
    await writeFile(path, holder(180_001));
    expect(await open(clock).exclusively(ACCOUNT, () => Promise.resolve('done'))).toBe('done');
  });
});

describe.each(worlds.filter(([id]) => id !== 'plain'))('the token store %s', (_, createTokenWorld) => {
  it('leaves nothing of a record on the disk that can be read without a key', async () => {
    const { folder, open } = await createTokenWorld();
    const text = '{"token":"planted-refresh-token-0123456789"}';
    const spellings = ['planted-refresh-token', Buffer.from('planted-refresh-token').toString('hex')];
    // Without its end, which depends on what follows.
    spellings.push(Buffer.from(text).toString('base64').slice(0, -4));
    const store = open();
    await store.exclusively(ACCOUNT, async () => {
      await store.save(ACCOUNT, record(text));
      await store.save(ACCOUNT, record(`${text} `));
      for (const spelling of spellings) expect(await contentsOf(folder)).not.toContain(spelling);
    });
    for (const spelling of spellings) expect(await contentsOf(folder)).not.toContain(spelling);
  });
});

describe('the token store memory', () => {
  it.each(tokenStoreContract)('$name', async ({ run }) => {
    const store = createMemoryTokenStore<Secret>();
    await run({ store, open: () => store });
  });
});

describe('the token store of Windows', () => {
  it.each(tokenStoreContract)('$name', async ({ run }) => {
    const { open: openKeyring } = await createWorld('win32');
    const folder = join(await temporaryFolder(), 'locks');
    const open = () => createKeyringTokenStore({ keyring: openKeyring(), folder });
    await run({ store: open(), open, mostBytes: 2_000 });
  });
});
