import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createSecretFile } from '../../../src/node/file/secret-file.ts';
import {
  answering,
  createFilledRoom,
  createFileRoom,
  entriesOf,
  failureOf,
  MASTER_KEY,
  MASTER_WRAP,
  PASSPHRASE_WRAP,
  valuesOf,
} from './file-room.ts';

describe('a file of secrets', () => {
  it('keeps what is put into it, and says where it stands and since when', async () => {
    const room = await createFilledRoom({});
    await room.open().put('TOKEN', new Secret('first'));
    await room.clock.advance(5_000);
    const file = room.open();
    await file.put('TOKEN', new Secret('schlüssel 🔑'));
    const found = await room.open().find('TOKEN');
    expect(found?.secret.reveal()).toBe('schlüssel 🔑');
    expect(found).toMatchObject({ place: `${room.file}, version 2`, updatedAt: room.clock.now() });
  });

  it('holds no value in clear, and names alone', async () => {
    const room = await createFilledRoom({ TOKEN: 'planted-canary' });
    await room.open().put('OTHER', new Secret('planted-canary'));
    for (const name of await readdir(room.folder))
      expect(await room.text(join(room.folder, name))).not.toContain('canary');
    expect(await room.text()).toContain('"TOKEN"');
  });

  it('tells its names sorted by code units, and its counter, wraps and versions, without any key', async () => {
    const room = await createFilledRoom({ b: '1', B: '1', _: '1', a: '1' });
    const locked = room.open({});
    expect(await locked.names?.()).toEqual(['B', '_', 'a', 'b']);
    const summary = await locked.summary();
    expect(summary).toMatchObject({ path: 'development', counter: 2, wraps: [{ kind: 'master-key' }] });
    expect(summary?.secrets[0]).toEqual({ name: 'B', version: 1, updated: room.clock.now() });
    expect(await room.open().summary()).toEqual(summary);
  });

  it('asks nobody for a key for a name that it does not hold, and throws for one that it holds', async () => {
    const room = await createFilledRoom({ ALPHA: 'a' }, [PASSPHRASE_WRAP]);
    const { asked, passphrase } = answering();
    const file = room.open({ passphrase });
    expect(await file.find('ABSENT')).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await failureOf(file.find('ALPHA'))).toMatchObject({ code: 'no_wrapping_key' });
    expect(asked).toEqual([1]);
  });

  it('asks for a passphrase once, however many ask for secrets at the same time', async () => {
    const room = await createFilledRoom({ ALPHA: 'a', BETA: 'b' }, [PASSPHRASE_WRAP]);
    const { asked, passphrase } = answering(PASSPHRASE_WRAP.passphrase.reveal());
    const file = room.open({ passphrase });
    const found = await Promise.all(['ALPHA', 'BETA', 'ALPHA'].map((name) => file.find(name)));
    expect(found.map((one) => one?.secret.reveal())).toEqual(['a', 'b', 'a']);
    expect(asked).toEqual([1]);
  });

  it('removes a name and answers whether it was there', async () => {
    const room = await createFilledRoom();
    const file = room.open();
    expect(await file.remove('ALPHA')).toBe(true);
    const text = await room.text();
    expect(await file.remove('ALPHA')).toBe(false);
    expect(await room.text()).toBe(text);
    expect(await valuesOf(room.open())).toEqual({ BETA: 'beta-value' });
    await file.put('ALPHA', new Secret('again'));
    expect((await file.summary())?.secrets[0]).toMatchObject({ name: 'ALPHA', version: 1 });
  });

  it('stores many in one write, and none of them when one cannot be kept', async () => {
    const room = await createFilledRoom({});
    const file = room.open();
    await file.putAll(entriesOf({ A: '1', B: '2' }));
    expect((await file.summary())?.counter).toBe(2);
    const text = await room.text();
    expect(await failureOf(file.putAll(entriesOf({ C: '3', D: 'two\nlines' })))).toMatchObject({
      code: 'invalid_value',
    });
    expect(await failureOf(file.putAll(entriesOf({ 'no name': '3' })))).toMatchObject({ code: 'invalid_name' });
    await file.putAll(new Map());
    expect(await room.text()).toBe(text);
  });

  it('is only made when it is asked for', async () => {
    const room = await createFileRoom();
    const file = room.open();
    expect(await file.exists()).toBe(false);
    expect(await file.find('ALPHA')).toBeUndefined();
    expect(await file.names?.()).toEqual([]);
    expect(await file.summary()).toBeUndefined();
    expect(await file.remove('ALPHA')).toBe(false);
    const refused = [file.put('ALPHA', new Secret('a')), file.unlock(), file.rotate({ dataKey: true })];
    for (const promise of refused) expect(await failureOf(promise)).toMatchObject({ code: 'no_file' });
    expect(await readdir(room.folder)).toEqual([]);
  });

  it('is never made without a key, and the refusal names the ways out', async () => {
    const room = await createFileRoom();
    const refused = await failureOf(room.open().create([]));
    expect(refused).toMatchObject({ code: 'no_wrapping_key' });
    const { hint } = refused as { hint: string };
    for (const way of ['keyring', 'passphrase', 'age recipient', 'WICKETGATE_MASTER_KEY']) expect(hint).toContain(way);
    expect(await failureOf(room.open({}).create([MASTER_WRAP]))).toMatchObject({ code: 'no_wrapping_key' });
    expect(await failureOf(room.open({}).create([{ kind: 'keyring' }]))).toMatchObject({ code: 'no_wrapping_key' });
    const guessable = room.open({ masterKey: new Secret('default-key-change-me') });
    expect(await failureOf(guessable.create([MASTER_WRAP]))).toMatchObject({ code: 'no_wrapping_key' });
    expect(await readdir(room.folder)).toEqual([]);
  });

  it('is not made over another one, nor while a backup tells that one is missing', async () => {
    const room = await createFilledRoom();
    const text = await room.text();
    expect(await failureOf(room.open().create([MASTER_WRAP]))).toMatchObject({ code: 'file_exists' });
    expect(await room.text()).toBe(text);
    await rm(room.file);
    expect(await failureOf(room.open().create([MASTER_WRAP]))).toMatchObject({
      code: 'file_exists',
      hint: expect.stringContaining('recover') as unknown,
    });
  });

  it('makes its folder for the owner alone', async () => {
    const room = await createFileRoom();
    const file = join(room.folder, 'deep', 'er', 'secrets.json');
    const { clock, random } = room;
    await createSecretFile({ file, path: 'development', keys: { masterKey: MASTER_KEY }, clock, random }).create([
      MASTER_WRAP,
    ]);
    expect(await readdir(join(room.folder, 'deep', 'er'))).toEqual(['secrets.json']);
  });

  it('forgets its keys when it is closed, and opens again when it is asked', async () => {
    const room = await createFilledRoom({ ALPHA: 'a' }, [PASSPHRASE_WRAP]);
    const { asked, passphrase } = answering(...Array<string>(2).fill(PASSPHRASE_WRAP.passphrase.reveal()));
    const file = room.open({ passphrase });
    await file.unlock();
    await file.unlock();
    await file.close();
    expect(asked).toEqual([1]);
    expect((await file.find('ALPHA'))?.secret.reveal()).toBe('a');
    expect(asked).toEqual([1, 1]);
  });

  it('leaves when its caller does, and writes nothing then', async () => {
    const room = await createFilledRoom();
    const text = await room.text();
    const signal = AbortSignal.abort('left');
    const file = room.open();
    for (const promise of [file.find('ALPHA', signal), file.put('A', new Secret('1'), signal), file.unlock(signal)]) {
      expect(await failureOf(promise)).toBe('left');
    }
    expect(await room.text()).toBe(text);
  });

  it('takes as many secrets as the format and not one more', async () => {
    const room = await createFilledRoom({});
    const file = room.open();
    const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`NAME_${at}`, 'v']));
    await file.putAll(entriesOf(named(1_000)));
    const text = await room.text();
    expect(await failureOf(file.put('ONE_MORE', new Secret('v')))).toMatchObject({ code: 'invalid_value' });
    expect(await room.text()).toBe(text);
    await file.put('NAME_7', new Secret('other'));
    expect((await room.open().find('NAME_7'))?.secret.reveal()).toBe('other');
  });

  it('takes no more bytes than the format', async () => {
    const room = await createFilledRoom({});
    const file = room.open();
    const large = (count: number) =>
      entriesOf(Object.fromEntries(Array.from({ length: count }, (_, at) => [`NAME_${at}`, 'v'.repeat(65_536)])));
    await file.putAll(large(95));
    const text = await room.text();
    expect(text.length).toBeLessThan(8 * 1_024 * 1_024);
    expect(await failureOf(file.putAll(large(97)))).toMatchObject({ code: 'invalid_value' });
    expect(await room.text()).toBe(text);
  });

  it('refuses options that make no sense', async () => {
    const { file, clock, random } = await createFileRoom();
    const options = { file, path: 'development', keys: {}, clock, random };
    for (const wrong of [
      { file: '' },
      { path: '' },
      { path: 'two words' },
      { lockWaitMs: -1 },
      { lockWaitMs: 600_001 },
    ]) {
      expect(() => createSecretFile({ ...options, ...wrong })).toThrow(TypeError);
    }
  });
});
