import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { type Disk, systemDisk } from '../../../src/node/file/disk.ts';
import type { SecretFile } from '../../../src/node/file/surface.ts';
import {
  createFilledRoom,
  createFileRoom,
  failureOf,
  type FileRoom,
  MASTER_KEY,
  MASTER_WRAP,
  valuesOf,
} from './file-room.ts';

const CRASH = new Error('The process ended here.');
const BEFORE = { ALPHA: 'alpha-value', BETA: 'beta-value' };
const witnessed = (room: FileRoom) => ({ masterKey: MASTER_KEY, keyring: room.keyring });

/** Everything that changes what is kept, one after the other; the process ends before the nth. */
function endingAt(nth: number, room: FileRoom) {
  let step = 0;
  const next = () => {
    if (++step >= nth) throw CRASH;
  };
  const disk: Disk = {
    ...systemDisk,
    async write(file, text) {
      next();
      await systemDisk.write(file, text);
    },
    async keepDamaged(file) {
      next();
      return systemDisk.keepDamaged(file);
    },
  };
  const keyring = {
    ...room.keyring,
    set: (...args: Parameters<typeof room.keyring.set>) =>
      Promise.resolve()
        .then(next)
        .then(() => room.keyring.set(...args)),
    delete: (account: string) =>
      Promise.resolve()
        .then(next)
        .then(() => room.keyring.delete(account)),
  };
  return { disk, keys: { masterKey: MASTER_KEY, keyring }, wasReached: () => step >= nth };
}

interface Work {
  readonly title: string;
  readonly work: (file: SecretFile) => Promise<unknown>;
  readonly after: Readonly<Record<string, string>>;
}

const WORKS: readonly Work[] = [
  { title: 'a put', work: (file) => file.put('ALPHA', new Secret('new')), after: { ...BEFORE, ALPHA: 'new' } },
  { title: 'a removal', work: (file) => file.remove('ALPHA'), after: { BETA: 'beta-value' } },
  { title: 'a new wrap', work: (file) => file.rotate({ add: [{ kind: 'keyring' }] }), after: BEFORE },
  { title: 'a new data key', work: (file) => file.rotate({ dataKey: true }), after: BEFORE },
];

describe('a process that ends in the middle of', () => {
  it.each(WORKS)('$title leaves the old or the new file, sound for keyring and master key', async ({ work, after }) => {
    for (let nth = 1; ; nth++) {
      const room = await createFilledRoom(BEFORE, [{ kind: 'keyring' }, MASTER_WRAP]);
      const { disk, keys, wasReached } = endingAt(nth, room);
      await work(room.open(keys, disk)).catch((error: unknown) => expect(error).toBe(CRASH));
      for (const open of [witnessed(room), { keyring: room.keyring }, { masterKey: MASTER_KEY }]) {
        expect([BEFORE, after]).toContainEqual(await valuesOf(room.open(open)));
      }
      expect(await room.open(witnessed(room)).unlock()).toMatchObject({ rollback: 'witnessed' });
      await room.open(witnessed(room)).put('NEXT', new Secret('goes on'));
      if (!wasReached()) {
        expect(nth).toBeGreaterThan(3);
        expect(await valuesOf(room.open())).toEqual({ ...after, NEXT: 'goes on' });
        return;
      }
    }
  });

  it('a recovery leaves what can be recovered again', async () => {
    for (let nth = 1; ; nth++) {
      const room = await createFilledRoom(BEFORE);
      await room.open(witnessed(room)).put('ALPHA', new Secret('lost'));
      await writeFile(room.file, 'damaged', { mode: 0o600 });
      const { disk, keys, wasReached } = endingAt(nth, room);
      await room
        .open(keys, disk)
        .recover()
        .catch((error: unknown) => expect(error).toBe(CRASH));
      await room.open(witnessed(room)).recover();
      expect(await valuesOf(room.open(witnessed(room)))).toEqual(BEFORE);
      expect(await room.text(`${room.file}.damaged-1`).catch(() => 'damaged')).toBe('damaged');
      if (!wasReached()) return;
    }
  });

  it('the making of a file leaves one that opens, or none, and then one can be made', async () => {
    for (let nth = 1; ; nth++) {
      const room = await createFileRoom();
      const { disk, keys, wasReached } = endingAt(nth, room);
      await room
        .open(keys, disk)
        .create([{ kind: 'keyring' }])
        .catch((error: unknown) => expect(error).toBe(CRASH));
      const file = room.open({ keyring: room.keyring });
      if (await file.exists()) await file.unlock();
      else await file.create([{ kind: 'keyring' }]);
      if (!wasReached()) return;
    }
  });
});

describe('a write', () => {
  it('removes what writers that died left behind, and nothing else', async () => {
    const room = await createFilledRoom();
    const uuid = '123e4567-e89b-12d3-a456-426614174000';
    const left = [`.secrets.json.${uuid}.tmp`, `.secrets.json.bak.${uuid}.tmp`];
    const others = [
      `.secrets.json.other.${uuid}.tmp`,
      '.secrets.json.tmp',
      `.other.json.${uuid}.tmp`,
      'secrets.json.damaged-1',
    ];
    for (const name of [...left, ...others]) await writeFile(join(room.folder, name), 'x', { mode: 0o600 });
    await room.open().put('ALPHA', new Secret('new'));
    expect((await readdir(room.folder)).sort()).toEqual([...others, 'secrets.json', 'secrets.json.bak'].sort());
  });

  it('that fails takes the keys of its new wraps out of the keyring again', async () => {
    const room = await createFilledRoom();
    const before = [...room.keyring.entries.keys()];
    const disk: Disk = { ...systemDisk, write: () => Promise.reject(CRASH) };
    const file = room.open(witnessed(room), disk);
    expect(await failureOf(file.rotate({ add: [{ kind: 'keyring' }] }))).toBe(CRASH);
    expect([...room.keyring.entries.keys()]).toEqual(before);
  });

  it('that fails after the file is in place keeps them', async () => {
    const room = await createFilledRoom();
    const disk: Disk = {
      ...systemDisk,
      async write(file, text) {
        await systemDisk.write(file, text);
        if (file === room.file) throw CRASH;
      },
    };
    expect(await failureOf(room.open(witnessed(room), disk).rotate({ add: [{ kind: 'keyring' }] }))).toBe(CRASH);
    await room.open({ keyring: room.keyring }).unlock();
  });

  it('of one who slept while another took over undoes nothing of the other', async () => {
    const room = await createFilledRoom();
    const late: Disk = {
      ...systemDisk,
      async write(file, text) {
        await systemDisk.write(file, text);
        if (file !== room.backup || (await room.text()).includes('OTHER')) return;
        // As if our lock had gone stale: the other one writes without it.
        await writeFile(room.file, other, { mode: 0o600 });
      },
    };
    const copy = await createFilledRoom();
    await copy.open().put('OTHER', new Secret('o'));
    const other = await copy.text();
    await room.open({ masterKey: MASTER_KEY }, late).put('MINE', new Secret('m'));
    expect(await valuesOf(room.open())).toEqual({ ...BEFORE, OTHER: 'o', MINE: 'm' });
  });
});
