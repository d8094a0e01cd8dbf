import { rm, writeFile } from 'node:fs/promises';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createFileTokenStore } from '../../../src/node/tokens/file-token-store.ts';
import { SecretManager } from '../../../src/services/secret-manager.ts';
import type { SecretSpec } from '../../../src/words/spec.ts';
import { ACCOUNT, read, record } from '../../token-store-contract.ts';
import { createFileRoom, OTHER_MASTER_KEY } from '../file/file-room.ts';
import { fileWorld } from './token-world.ts';

const NAME = `wicketgate.token.${ACCOUNT}`;
const invalidName = expect.objectContaining({ code: 'invalid_name' }) as Error;

async function worldBesideSecrets() {
  const world = await fileWorld();
  await world.open().save(ACCOUNT, record('planted-record'));
  await world.room.open().put('GITHUB_TOKEN', new Secret('a secret'));
  return { ...world, file: world.room.open() };
}

describe('a sign-in in the encrypted file', () => {
  it('stands beside the secrets, and neither disturbs the other', async () => {
    const { open, file } = await worldBesideSecrets();
    expect(await file.names?.()).toEqual(['GITHUB_TOKEN', NAME]);
    await file.rotate({ dataKey: true });
    expect(await read(open())).toBe('planted-record');
    expect(await open().clear(ACCOUNT)).toBe(true);
    expect((await file.find('GITHUB_TOKEN'))?.secret.reveal()).toBe('a secret');
  });

  it('is not listed, answered, explained, replaced or removed by the manager of the same file', async () => {
    const { open, file } = await worldBesideSecrets();
    const manager = new SecretManager({ sources: [file] });
    expect((await manager.list()).map(({ name }) => name)).toEqual(['GITHUB_TOKEN']);
    await expect(manager.get(NAME)).rejects.toThrow(invalidName);
    await expect(manager.require(NAME)).rejects.toThrow(invalidName);
    await expect(manager.find(NAME)).rejects.toThrow(invalidName);
    await expect(manager.explain(NAME)).rejects.toThrow(invalidName);
    await expect(manager.probe(NAME)).rejects.toThrow(invalidName);
    await expect(manager.set(NAME, new Secret('x'))).rejects.toThrow(invalidName);
    await expect(manager.delete(NAME, { from: 'all' })).rejects.toThrow(invalidName);
    expect(await read(open())).toBe('planted-record');
  });

  it('is given to no program, neither by its name nor as the alias of a secret that a checkout names', async () => {
    const { file } = await worldBesideSecrets();
    const started: unknown[] = [];
    const runner = (request: unknown) => Promise.resolve(started.push(request));
    const manager = new SecretManager({ sources: [file], runner });
    await expect(manager.run(['program'], { names: [NAME] })).rejects.toThrow(invalidName);
    expect(started).toEqual([]);
    const spec: SecretSpec = { name: 'DEPLOY_KEY', aliases: [NAME], scopes: [], required: true, from: 'test' };
    expect(() => new SecretManager({ sources: [file], specs: [spec] })).toThrow(invalidName);
  });

  it('is not made where there is no file, and not read with another key', async () => {
    const room = await createFileRoom();
    const store = createFileTokenStore({ file: room.open(), folder: `${room.folder}/locks` });
    expect(await store.load(ACCOUNT)).toBeUndefined();
    expect(await store.clear(ACCOUNT)).toBe(false);
    await expect(store.save(ACCOUNT, record('x'))).rejects.toMatchObject({ code: 'no_file' });
    const { room: filled, open, folder } = await fileWorld();
    await open().save(ACCOUNT, record('x'));
    const foreign = filled.open({ masterKey: OTHER_MASTER_KEY });
    const locked = createFileTokenStore({ file: foreign, folder: `${folder}/locks` });
    await expect(locked.load(ACCOUNT)).rejects.toMatchObject({ code: 'wrong_key' });
    await expect(locked.save(ACCOUNT, record('y'))).rejects.toMatchObject({ code: 'wrong_key' });
    await expect(locked.clear(ACCOUNT)).rejects.toMatchObject({ code: 'wrong_key' });
    expect(await locked.clear('f'.repeat(64))).toBe(false);
    expect(await read(open())).toBe('x');
  });

  it('is not answered from a file that was changed, and nothing is written to it', async () => {
    const { open, room } = await fileWorld();
    await open().save(ACCOUNT, record('before'));
    const text = await room.text();
    const changed = text.replace(/"version": 1,\n(\s+"updated")/, '"version": 2,\n$1');
    expect(changed).not.toBe(text);
    await writeFile(room.file, changed, { mode: 0o600 });
    await expect(open().load(ACCOUNT)).rejects.toMatchObject({ code: 'corrupt_file' });
    await expect(open().save(ACCOUNT, record('after'))).rejects.toMatchObject({ code: 'corrupt_file' });
    expect(await room.text()).toBe(changed);
    await rm(room.file);
    expect(await open().load(ACCOUNT)).toBeUndefined();
  });
});
