import { rm, writeFile } from 'node:fs/promises';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { type Disk, systemDisk } from '../../../src/node/file/disk.ts';
import type { SecretFile, SeenSecrets } from '../../../src/node/file/surface.ts';
import {
  createFilledRoom,
  createFileRoom,
  entriesOf,
  failureOf,
  MASTER_KEY,
  MASTER_WRAP,
  valuesOf,
} from './file-room.ts';

async function seenIn(file: SecretFile, names: readonly string[]): Promise<SeenSecrets> {
  const { secrets = [] } = (await file.summary()) ?? {};
  return new Map(names.map((name) => [name, secrets.find((secret) => secret.name === name)]));
}

const CHANGED = { code: 'changed_meanwhile', secretName: 'ALPHA' };

describe('storing by what was seen', () => {
  it('writes as long as the names hold what they held', async () => {
    const room = await createFilledRoom();
    const file = room.open();
    const seen = await seenIn(file, ['ALPHA', 'GAMMA']);
    await room.open().put('BETA', new Secret('of another name'));
    await file.putAll(entriesOf({ ALPHA: 'new', GAMMA: 'new' }), undefined, seen);
    expect(await valuesOf(file)).toEqual({ ALPHA: 'new', BETA: 'of another name', GAMMA: 'new' });
  });

  it.each<[string, Record<string, string>, (other: SecretFile) => Promise<unknown>]>([
    ['a name that came', {}, (other) => other.put('ALPHA', new Secret('theirs'))],
    ['a name that was written', { ALPHA: 'a' }, (other) => other.put('ALPHA', new Secret('theirs'))],
    ['a name that went', { ALPHA: 'a' }, (other) => other.remove('ALPHA')],
  ])('writes nothing after %s', async (_, before, change) => {
    const room = await createFilledRoom(before);
    const file = room.open();
    const seen = await seenIn(file, ['ALPHA']);
    await change(room.open());
    const text = await room.text();
    expect(await failureOf(file.putAll(entriesOf({ ALPHA: 'ours', MORE: 'm' }), undefined, seen))).toMatchObject(
      CHANGED,
    );
    expect(await room.text()).toBe(text);
  });

  it('is not taken in by a version that came again', async () => {
    const room = await createFilledRoom({ ALPHA: 'a' });
    const file = room.open();
    const seen = await seenIn(file, ['ALPHA']);
    await room.clock.advance(1);
    const other = room.open();
    await other.remove('ALPHA');
    await other.put('ALPHA', new Secret('theirs'));
    expect(await failureOf(file.putAll(entriesOf({ ALPHA: 'ours' }), undefined, seen))).toMatchObject(CHANGED);
  });
});

describe('a writer whose lock was taken over', () => {
  const takingOver = (lock: string, at: (file: string) => boolean): Disk => ({
    ...systemDisk,
    async write(file, text, confirm) {
      if (at(file)) await writeFile(lock, JSON.stringify({ token: 'of another' }));
      await systemDisk.write(file, text, confirm);
    },
  });

  it('leaves the file as it was, and takes back what it made in the keyring', async () => {
    const room = await createFilledRoom();
    const lock = `${room.file}.lock`;
    const [text, entries] = [await room.text(), [...room.keyring.entries]];
    const disk = takingOver(lock, (file) => file === room.file);
    const late = room.open({ masterKey: MASTER_KEY, keyring: room.keyring }, disk);
    expect(await failureOf(late.put('ALPHA', new Secret('late')))).toMatchObject({
      code: 'lock_timeout',
      message: expect.stringContaining('was not written') as unknown,
    });
    await rm(lock);
    expect(await failureOf(late.rotate({ add: [{ kind: 'keyring' }] }))).toMatchObject({ code: 'lock_timeout' });
    expect(await room.text()).toBe(text);
    expect([...room.keyring.entries]).toEqual(entries);
  });

  it('makes no file', async () => {
    const room = await createFileRoom();
    const disk = takingOver(`${room.file}.lock`, () => true);
    const { keyring } = room;
    const late = room.open({ masterKey: MASTER_KEY, keyring }, disk);
    expect(await failureOf(late.create([MASTER_WRAP, { kind: 'keyring' }]))).toMatchObject({ code: 'lock_timeout' });
    expect(await late.exists()).toBe(false);
    expect([...keyring.entries]).toEqual([]);
  });
});
