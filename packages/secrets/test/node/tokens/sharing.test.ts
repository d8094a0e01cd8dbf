import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { type Clock, systemClock, type TokenStore } from '@wicketgate/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createKeyring } from '../../../src/node/keyring/create-keyring.ts';
import { createKeyringTokenStore } from '../../../src/node/tokens/keyring-token-store.ts';
import { ACCOUNT, read } from '../../token-store-contract.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { MASTER_KEY } from '../file/file-room.ts';
import { builtHelper } from '../keyring/built-programs.ts';
import { fileWorld, plainWorld, type TokenWorld } from './token-world.ts';

const PROGRAM = fileURLToPath(await builtHelper('token-program'));
const HELPER = await builtHelper('fake-helper');

/** One whose keyring is a folder, so that several processes share it. */
async function sharedKeyringWorld(): Promise<TokenWorld> {
  const folder = await temporaryFolder();
  const env = { XDG_DATA_HOME: folder, PATH: process.env['PATH'] };
  const open = (clock: Clock = systemClock) => {
    const keyring = createKeyring({ platform: 'darwin', env, clock, helper: HELPER });
    onTestFinished(() => keyring.close());
    return createKeyringTokenStore({ keyring, folder: join(folder, 'locks'), clock });
  };
  return { folder, open };
}

function start(kind: string, folder: string, times: string) {
  const env = { PATH: process.env['PATH'], MASTER_KEY: MASTER_KEY.reveal(), HELPER: HELPER.href };
  const child = spawn(process.execPath, [PROGRAM, kind, folder, ACCOUNT, times], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    said: () => new Promise((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()))),
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code))),
    kill: () => child.kill('SIGKILL'),
  };
}

const countOf = async (store: TokenStore) => JSON.parse((await read(store)) ?? '') as unknown;

describe.each([
  ['keyring', sharedKeyringWorld],
  ['file', fileWorld],
  ['plain', plainWorld],
] as const)('the token store %s', (kind, createTokenWorld) => {
  it('loses no change of twenty processes that each make five', async () => {
    const { folder, open } = await createTokenWorld();
    const exits = Array.from({ length: 20 }, () => start(kind, folder, '5').ended);
    expect(new Set(await Promise.all(exits))).toEqual(new Set([0]));
    expect(await countOf(open())).toEqual({ n: 100 });
    expect((await readdir(folder, { recursive: true })).filter((name) => /lock$|tmp$/.test(name))).toEqual([]);
  }, 60_000);

  it('lets the next one in when a process is killed within exclusive work', async () => {
    const { folder, open } = await createTokenWorld();
    const killed = start(kind, folder, 'for ever');
    expect(await killed.said()).toBe('inside\n');
    const next = start(kind, folder, '1');
    const here = open().exclusively(ACCOUNT, () => Promise.resolve('done'));
    killed.kill();
    expect(await killed.ended).toBe('SIGKILL');
    expect(await next.ended).toBe(0);
    expect(await here).toBe('done');
    expect(await countOf(open())).toEqual({ n: 1 });
  });
});
