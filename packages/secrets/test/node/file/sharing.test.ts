import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { type Disk, systemDisk } from '../../../src/node/file/disk.ts';
import { createFilledRoom, failureOf, MASTER_KEY, MASTER_WRAP, valuesOf } from './file-room.ts';

const entry = new URL('../../../src/node/file/secret-file.ts', import.meta.url).href;

describe('a file that several use', () => {
  it('is the same for two programs beside each other', async () => {
    const room = await createFilledRoom({});
    const [one, other] = [room.open(), room.open()];
    await Promise.all([one.unlock(), other.unlock()]);
    await one.put('ALPHA', new Secret('by one'));
    expect(await valuesOf(other)).toEqual({ ALPHA: 'by one' });
    await other.put('ALPHA', new Secret('by the other'));
    expect((await one.find('ALPHA'))?.secret.reveal()).toBe('by the other');
    await one.remove('ALPHA');
    expect(await other.find('ALPHA')).toBeUndefined();
  });

  it('loses nothing of what many write at once', async () => {
    const room = await createFilledRoom({});
    const names = Array.from({ length: 12 }, (_, at) => `NAME_${at}`);
    await Promise.all(names.map((name) => room.open().put(name, new Secret(`value of ${name}`))));
    expect(await valuesOf(room.open())).toEqual(
      Object.fromEntries(names.sort().map((name) => [name, `value of ${name}`])),
    );
    expect((await room.open().summary())?.counter).toBe(1 + names.length);
  });

  it('loses nothing of what several processes write at once', async () => {
    const room = await createFilledRoom({});
    const program = (of: number) => `
      import { randomFillSync } from 'node:crypto';
      import { Secret, systemClock as clock } from '@wicketgate/core';
      import { createSecretFile } from ${JSON.stringify(entry)};
      const keys = { masterKey: new Secret(${JSON.stringify(MASTER_KEY.reveal())}) };
      const options = { file: ${JSON.stringify(room.file)}, path: 'development', keys, clock, random: randomFillSync };
      for (const n of [1, 2, 3]) await createSecretFile(options).put('NAME_${of}_' + n, new Secret('value'));`;
    const exits = [1, 2, 3, 4].map((of) => {
      const args = ['--conditions=@wicketgate/source', '--input-type=module', '-e', program(of)];
      const child = spawn(process.execPath, args, {
        stdio: ['ignore', 'inherit', 'inherit'],
        cwd: import.meta.dirname,
      });
      return new Promise((resolve) => child.once('exit', resolve));
    });
    expect(await Promise.all(exits)).toEqual([0, 0, 0, 0]);
    expect(await room.open().names?.()).toHaveLength(12);
    await room.open().unlock();
  });

  it('loses nothing where the folder answers old times of its files', async () => {
    const room = await createFilledRoom();
    const seen = systemDisk.stamp(room.file);
    const disk: Disk = {
      ...systemDisk,
      stamp: (file) => (file === room.file && isOld ? seen : systemDisk.stamp(file)),
    };
    let isOld = true;
    const [one, other] = [room.open({ masterKey: MASTER_KEY }, disk), room.open()];
    await one.unlock();
    await other.put('OTHER', new Secret('by the other'));
    await one.put('MINE', new Secret('by one'));
    isOld = false;
    expect(await one.names?.()).toEqual(['ALPHA', 'BETA', 'MINE', 'OTHER']);
  });

  it('is used where the folder answers other times with every question', async () => {
    const room = await createFilledRoom();
    let asked = 0;
    const disk: Disk = { ...systemDisk, stamp: (file) => systemDisk.stamp(file) && `${asked++}` };
    const file = room.open({ masterKey: MASTER_KEY, keyring: room.keyring }, disk);
    room.keyring.entries.clear();
    expect((await file.find('ALPHA'))?.secret.reveal()).toBe('alpha-value');
    await file.put('ALPHA', new Secret('new'));
    expect((await file.find('ALPHA'))?.secret.reveal()).toBe('new');
    await writeFile(room.file, 'damaged', { mode: 0o600 });
    expect(await file.recover()).toMatchObject({ from: 'backup' });
  });

  it('sees what is put there while a slow keyring takes note of a write', async () => {
    const room = await createFilledRoom();
    const copy = await createFilledRoom();
    for (const value of ['one', 'two']) await copy.open().put('OTHER', new Secret(value));
    const later = await copy.text();
    const set: typeof room.keyring.set = async (...args) => {
      await room.keyring.set(...args);
      await writeFile(room.file, later, { mode: 0o600 });
    };
    const file = room.open({ masterKey: MASTER_KEY, keyring: { ...room.keyring, set } });
    await file.put('MINE', new Secret('mine'));
    expect((await file.find('OTHER'))?.secret.reveal()).toBe('two');
  });

  it('is read while others write it', async () => {
    const room = await createFilledRoom();
    const [reader, writer] = [room.open(), room.open()];
    for (let round = 0; round < 10; round++) {
      const written = writer.put('ALPHA', new Secret(`round ${round}`));
      const seen = (await reader.find('ALPHA'))?.secret.reveal();
      expect(['alpha-value', `round ${round - 1}`, `round ${round}`]).toContain(seen);
      await written;
    }
  });

  it('that is removed is gone, and nobody writes it anew by accident', async () => {
    const room = await createFilledRoom();
    const file = room.open();
    await file.unlock();
    await rm(room.file);
    expect(await file.find('ALPHA')).toBeUndefined();
    expect(await failureOf(file.put('ALPHA', new Secret('new')))).toMatchObject({ code: 'no_file' });
    expect(await file.exists()).toBe(false);
  });

  it('that is replaced by another file of the same key is opened anew', async () => {
    const room = await createFilledRoom();
    const file = room.open();
    await file.unlock();
    await rm(room.file);
    await rm(room.backup);
    await room.open().create([MASTER_WRAP]);
    expect(await file.names?.()).toEqual([]);
  });

  it('waits for a writer as long as it is told and no longer', async () => {
    const room = await createFilledRoom();
    const file = room.open();
    const { pid } = process;
    const holder = {
      pid,
      host: (await import('node:os')).hostname(),
      since: room.clock.now(),
      token: crypto.randomUUID(),
    };
    await writeFile(`${room.file}.lock`, JSON.stringify(holder), { mode: 0o600 });
    const left = AbortSignal.timeout(100);
    expect(await failureOf(file.put('ALPHA', new Secret('new'), left))).toMatchObject({ name: 'TimeoutError' });
    await room.clock.advance(600_001);
    await file.put('ALPHA', new Secret('new'));
    expect((await file.find('ALPHA'))?.secret.reveal()).toBe('new');
  });
});
