import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import {
  createFilledRoom,
  createFileRoom,
  failureOf,
  type FileRoom,
  MASTER_KEY,
  MASTER_WRAP,
  OTHER_MASTER_KEY,
  valuesOf,
} from './file-room.ts';

const put = (path: string, text: string) => writeFile(path, text, { mode: 0o600 });
const damaged = (text: string) => text.replace('"name": "BETA"', '"name": "BETB"');

const witnessed = (room: FileRoom) => ({ masterKey: MASTER_KEY, keyring: room.keyring });

/** ALPHA 2, BETA 1 and GAMMA 1 in the file; ALPHA 1 and BETA 1 in its backup. */
async function createWrittenRoom() {
  const room = await createFilledRoom();
  await room.open(witnessed(room)).putAll(
    new Map([
      ['ALPHA', new Secret('newer')],
      ['GAMMA', new Secret('g')],
    ]),
  );
  return room;
}

describe('recovery', () => {
  it('of a damaged file says what its backup lacks, and then puts the backup in place', async () => {
    const room = await createWrittenRoom();
    const broken = damaged(await room.text());
    await put(room.file, broken);
    const file = room.open(witnessed(room));
    const plan = await file.recovery();
    expect(plan).toMatchObject({
      damage: 'corrupt',
      from: 'backup',
      counters: { backup: 2, witness: 3, next: 5 },
      dataKey: 'witnessed',
      dropped: [
        { name: 'ALPHA', version: 2, instead: 1 },
        { name: 'BETB', version: 1 },
        { name: 'GAMMA', version: 1 },
      ],
      lostWrites: 1,
    });
    expect(plan.kept.map(({ name, version }) => [name, version])).toEqual([
      ['ALPHA', 1],
      ['BETA', 1],
    ]);
    expect(plan.reason).toContain('damaged');
    expect(await room.text()).toBe(broken);
    const done = await file.recover();
    expect(done).toEqual({ ...plan, damagedFile: `${room.file}.damaged-1` });
    expect(await room.text(`${room.file}.damaged-1`)).toBe(broken);
    const again = room.open(witnessed(room));
    expect(await again.unlock()).toMatchObject({ rollback: 'witnessed' });
    expect(await valuesOf(again)).toEqual({ ALPHA: 'alpha-value', BETA: 'beta-value' });
    expect((await again.summary())?.counter).toBe(5);
  });

  it('of a file that is cut off tells what can still be read of it', async () => {
    const room = await createWrittenRoom();
    const text = await room.text();
    await put(room.file, text.slice(0, text.indexOf('"BETA"')));
    expect((await room.open().recovery()).dropped).toEqual([{ name: 'ALPHA', version: 2, instead: 1 }]);
  });

  it('of a file that is gone takes the backup', async () => {
    const room = await createWrittenRoom();
    await rm(room.file);
    const file = room.open(witnessed(room));
    expect(await file.recovery()).toMatchObject({
      damage: 'missing',
      from: 'backup',
      counters: { next: 5 },
      dropped: [],
    });
    expect(await file.recover()).not.toHaveProperty('damagedFile');
    expect(await valuesOf(room.open(witnessed(room)))).toEqual({ ALPHA: 'alpha-value', BETA: 'beta-value' });
  });

  it('of a file that was rolled back takes the newer of file and backup, and no older one is accepted afterwards', async () => {
    const room = await createFilledRoom();
    const first = await room.text();
    for (const value of ['2', '3', '4']) await room.open(witnessed(room)).put('ALPHA', new Secret(value));
    await put(room.file, first);
    const file = room.open(witnessed(room));
    expect(await failureOf(file.unlock())).toMatchObject({ code: 'rolled_back' });
    const plan = await file.recover();
    expect(plan).toMatchObject({
      damage: 'rolled-back',
      from: 'backup',
      counters: { current: 2, backup: 4, witness: 5, next: 6 },
      lostWrites: 1,
    });
    expect((await room.open(witnessed(room)).find('ALPHA'))?.secret.reveal()).toBe('3');
    await put(room.file, first);
    expect(await failureOf(room.open(witnessed(room)).unlock())).toMatchObject({ code: 'rolled_back' });
  });

  it('takes an older file that its owner means to keep, when there is no newer backup', async () => {
    const room = await createWrittenRoom();
    const backup = await room.text(room.backup);
    await put(room.file, backup);
    await rm(room.backup);
    const file = room.open(witnessed(room));
    expect(await file.recover()).toMatchObject({
      from: 'current',
      damage: 'rolled-back',
      counters: { next: 4 },
      dropped: [],
    });
    expect(await valuesOf(room.open(witnessed(room)))).toEqual({ ALPHA: 'alpha-value', BETA: 'beta-value' });
    expect(await file.find('ALPHA')).toMatchObject({ place: expect.any(String) as unknown });
  });

  it('says that the keyring does not know the data key of what it would put in place', async () => {
    const room = await createFilledRoom();
    await room.open().rotate({ dataKey: true });
    const file = room.open(witnessed(room));
    expect(await file.recovery()).toMatchObject({ damage: 'rolled-back', dataKey: 'other', from: 'current' });
    await file.recover();
    expect(await room.open(witnessed(room)).unlock()).toMatchObject({ rollback: 'witnessed' });
    expect(await room.open().recovery()).toMatchObject({ dataKey: 'unwitnessed' });
  });

  it('leaves a sound file alone', async () => {
    const room = await createWrittenRoom();
    const text = await room.text();
    expect(await room.open().recover()).toMatchObject({
      damage: 'none',
      from: 'current',
      counters: { next: 3 },
      lostWrites: 0,
    });
    expect(await room.text()).toBe(text);
    expect((await readdir(room.folder)).sort()).toEqual(['secrets.json', 'secrets.json.bak']);
  });

  it('makes a file that programs take which have read the damaged one before', async () => {
    const room = await createWrittenRoom();
    const file = room.open();
    await file.unlock();
    await put(room.file, '');
    await room.open().recover();
    expect((await file.find('ALPHA'))?.secret.reveal()).toBe('alpha-value');
  });

  it('keeps each damaged file under a name of its own', async () => {
    const room = await createWrittenRoom();
    for (const n of [1, 2]) {
      await put(room.file, `damaged ${n}`);
      expect((await room.open().recover()).damagedFile).toBe(`${room.file}.damaged-${n}`);
    }
    expect(await room.text(`${room.file}.damaged-1`)).toBe('damaged 1');
  });

  it.each([
    ['there is no backup', (room: FileRoom) => rm(room.backup)],
    ['the backup is damaged as well', (room: FileRoom) => put(room.backup, '{')],
  ])('refuses when %s, and changes nothing', async (_, spoil) => {
    const room = await createWrittenRoom();
    await put(room.file, 'damaged');
    await spoil(room);
    for (const attempt of [() => room.open().recovery(), () => room.open().recover()]) {
      expect(await failureOf(attempt())).toMatchObject({ code: 'no_backup' });
    }
    expect(await room.text()).toBe('damaged');
  });

  it('refuses where there is nothing at all', async () => {
    const room = await createFileRoom();
    expect(await failureOf(room.open().recovery())).toMatchObject({ code: 'no_backup' });
    expect(await failureOf(room.open({}).create([]))).toMatchObject({ code: 'no_wrapping_key' });
  });

  it.each([
    ['no key', {}, 'no_wrapping_key'],
    ['another key', { masterKey: OTHER_MASTER_KEY }, 'wrong_key'],
  ])('trusts no backup with %s', async (_, keys, code) => {
    const room = await createWrittenRoom();
    await put(room.file, 'damaged');
    expect(await failureOf(room.open(keys).recover())).toMatchObject({ code });
    expect(await room.text()).toBe('damaged');
  });

  it('takes no backup of another file, though the same key opens it', async () => {
    const room = await createWrittenRoom();
    await put(room.file, await room.text(room.backup));
    const other = await createFileRoom();
    // Files of other rooms would have the same id.
    other.random(new Uint8Array(64));
    await other.open().create([MASTER_WRAP]);
    for (const value of ['1', '2', '3', '4']) await other.open().put('PLANTED', new Secret(value));
    await put(room.backup, await other.text());
    const plan = await room.open(witnessed(room)).recovery();
    expect(plan).toMatchObject({ damage: 'rolled-back', from: 'current', counters: { current: 2, next: 4 } });
    expect(plan.counters).not.toHaveProperty('backup');
  });

  it('works with the key of the backup where a wrap was just added whose key is not at hand', async () => {
    const room = await createWrittenRoom();
    const before = await room.text();
    const file = room.open();
    const [master] = (await file.summary())?.wraps ?? [];
    await file.rotate({
      add: [{ kind: 'passphrase', passphrase: new Secret('five random words or more') }],
      remove: [master?.id ?? ''],
    });
    // As a crash before the backup was replaced leaves it.
    await put(room.backup, before);
    expect(await room.open().recovery()).toMatchObject({ damage: 'none', from: 'current' });
  });

  it('takes the backup that opens where a locked keyring alone could open the file', async () => {
    const room = await createWrittenRoom();
    const before = await room.text();
    const file = room.open(witnessed(room));
    const [master] = (await file.summary())?.wraps ?? [];
    await file.rotate({ add: [{ kind: 'keyring' }], remove: [master?.id ?? ''], dataKey: true });
    await put(room.backup, before);
    room.keyring.failWith('keyring_locked');
    expect(await failureOf(room.open(witnessed(room)).unlock())).toMatchObject({ code: 'keyring_locked' });
    expect(await room.open(witnessed(room)).recovery()).toMatchObject({ damage: 'corrupt', from: 'backup' });
  });

  it('refuses a backup that others can read', async () => {
    const room = await createWrittenRoom();
    await put(room.file, 'damaged');
    await rm(room.backup);
    await writeFile(room.backup, '{}', { mode: 0o644 });
    expect(await failureOf(room.open().recover())).toMatchObject({ code: 'unsafe_file' });
    expect(await readdir(join(room.folder))).toHaveLength(2);
  });
});
