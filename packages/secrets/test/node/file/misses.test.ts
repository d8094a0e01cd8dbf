import { writeFile } from 'node:fs/promises';
import { Secret } from '@wicketgate/core';
import { describe, expect, it, vi } from 'vitest';
import { systemDisk } from '../../../src/node/file/disk.ts';
import type { NewWrap, WrappingKeys } from '../../../src/node/file/surface.ts';
import {
  AGE_IDENTITY,
  AGE_WRAP,
  answering,
  createFilledRoom,
  failureOf,
  type FileRoom,
  MASTER_KEY,
  MASTER_WRAP,
  OTHER_MASTER_KEY,
  PASSPHRASE,
  PASSPHRASE_WRAP,
} from './file-room.ts';

// Each passphrase that is tried takes a core for a while, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

const ageIdentity = () => Promise.resolve(AGE_IDENTITY);
const nobody = { passphrase: () => Promise.reject(new Error('Nobody may be asked.')) };

/** What somebody without a key can do to a name, so that it seems never to have been there. */
async function rename(room: FileRoom, from = 'ALPHA', to = 'ALPHB'): Promise<void> {
  await writeFile(room.file, (await room.text()).replace(`"name": "${from}"`, `"name": "${to}"`));
}

describe('a name that the file does not hold', () => {
  it.each<[string, NewWrap, (room: FileRoom) => WrappingKeys]>([
    ['the master key', MASTER_WRAP, () => ({ masterKey: MASTER_KEY })],
    ['the keyring', { kind: 'keyring' }, ({ keyring }) => ({ keyring })],
    ['an age identity', AGE_WRAP, () => ({ ageIdentity })],
    [
      'a passphrase out of a file',
      PASSPHRASE_WRAP,
      () => ({ passphrase: () => Promise.resolve(PASSPHRASE), passphraseFrom: 'file' }),
    ],
  ])('is believed to be absent once %s has verified the file', async (_, wrap, keysIn) => {
    const room = await createFilledRoom(undefined, [wrap]);
    const sound = room.open(keysIn(room));
    expect(await sound.find('ABSENT')).toBeUndefined();
    expect(sound.doubt?.()).toBeUndefined();
    await rename(room);
    const file = room.open(keysIn(room));
    for (const name of ['ALPHA', 'ALPHB', 'BETA', 'ABSENT']) {
      expect(await failureOf(file.find(name))).toMatchObject({ code: 'corrupt_file' });
    }
  });

  it('is noticed when it was taken out after the file was read', async () => {
    const room = await createFilledRoom();
    const file = room.open();
    await file.unlock();
    await rename(room);
    expect(await failureOf(file.find('ALPHA'))).toMatchObject({ code: 'corrupt_file' });
  });

  it('is noticed so too with a passphrase that was given before, and not asked for again', async () => {
    const room = await createFilledRoom(undefined, [PASSPHRASE_WRAP]);
    const { asked, passphrase } = answering(PASSPHRASE.reveal());
    const file = room.open({ passphrase });
    await file.unlock();
    await rename(room);
    expect(await failureOf(file.find('ALPHA'))).toMatchObject({ code: 'corrupt_file' });
    expect(asked).toEqual([1]);
  });

  it('asks nobody for a passphrase where the keys at hand do not open the file', async () => {
    const room = await createFilledRoom(undefined, [{ kind: 'keyring' }, MASTER_WRAP, AGE_WRAP, PASSPHRASE_WRAP]);
    room.keyring.failWith('keyring_locked');
    const unreadable = () => Promise.reject(new Error('The identity cannot be read.'));
    for (const keys of [
      {},
      { keyring: room.keyring },
      { masterKey: OTHER_MASTER_KEY },
      { ageIdentity: unreadable },
    ] satisfies WrappingKeys[]) {
      const file = room.open({ ...keys, ...nobody });
      expect(await file.find('ABSENT')).toBeUndefined();
      expect(file.doubt?.()).toMatchObject({
        code: 'unverified',
        reason: expect.stringContaining(`${room.file} was not verified`) as unknown,
      });
    }
  });

  it('is in doubt until somebody opens the file, and as long as the file is the same', async () => {
    const room = await createFilledRoom(undefined, [PASSPHRASE_WRAP]);
    const file = room.open(answering(PASSPHRASE.reveal()));
    expect(file.doubt?.()).toBeUndefined();
    await file.find('ABSENT');
    expect(file.doubt?.()?.code).toBe('unverified');
    await file.find('ALPHA');
    expect(file.doubt?.()).toBeUndefined();
  });

  it('costs one try for each state of the file, however often it is looked for', async () => {
    const room = await createFilledRoom(undefined, [AGE_WRAP, PASSPHRASE_WRAP]);
    let asked = 0;
    const counting = { ageIdentity: () => Promise.resolve(void (asked += 1)), ...nobody };
    const file = room.open(counting);
    for (const name of ['ABSENT', 'ABSENT', 'OTHER']) await file.find(name);
    expect(asked).toBe(1);
    await room.open({ ageIdentity }).put('GAMMA', new Secret('g'));
    await file.find('ABSENT');
    expect(asked).toBe(2);
  });

  it('costs one unlock where a key is at hand, and no reading after it', async () => {
    const room = await createFilledRoom();
    let readings = 0;
    const disk = { ...systemDisk, read: (file: string) => (readings++, systemDisk.read(file)) };
    const file = room.open({ masterKey: MASTER_KEY }, disk);
    await file.find('ABSENT');
    const first = readings;
    for (const name of ['ABSENT', 'OTHER', 'MORE']) expect(await file.find(name)).toBeUndefined();
    expect(readings).toBe(first);
  });

  it('leaves names and the summary to those without a key', async () => {
    const room = await createFilledRoom();
    await rename(room);
    const file = room.open({});
    expect(await file.names?.()).toEqual(['ALPHB', 'BETA']);
    expect((await file.summary())?.secrets).toHaveLength(2);
  });
});
