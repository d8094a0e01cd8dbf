import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFolderLedger, type NoteFiles } from '../../src/host/folder-ledger.ts';
import { type StartWatching, watchFolder } from '../../src/host/folder-watch.ts';
import { told } from '../host-contract/contract-case.ts';
import { ledgerContract } from '../host-contract/ledger.ts';

/** A folder that is not there yet, as VS Code hands it out. */
async function newFolder(): Promise<string> {
  const room = await mkdtemp(join(tmpdir(), 'wicketgate-ledger-'));
  onTestFinished(() => rm(room, { recursive: true, force: true }));
  return join(room, 'publisher.extension', 'gate');
}

/** A second is over at the next turn of the event loop. */
const hastyClock: Clock = { now: () => 0, sleep: () => new Promise((resolve) => setImmediate(resolve)) };

const refusing: StartWatching = () => {
  throw new Error('ENOSPC: no watcher is left');
};

/** Files that refuse so many times, and then take and give everything. */
function refusingFiles(code: string, times: number): NoteFiles {
  let left = times;
  const act = () =>
    left-- > 0 ? Promise.reject(Object.assign(new Error('The file is in use.'), { code })) : Promise.resolve();
  return { read: () => act().then(() => 'text'), write: act };
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

describe('A ledger of files', () => {
  describe.each([
    ['where the system tells of changes', undefined],
    ['where the system cannot watch', refusing],
  ])('%s', (_where, startWatching) => {
    it.each(ledgerContract)('$name', async ({ run }) => {
      const options = { folder: await newFolder(), clock: hastyClock, ...(startWatching && { startWatching }) };
      await run({ here: createFolderLedger(options), there: createFolderLedger(options) });
    });
  });

  it('leaves nothing but the notes', async () => {
    const folder = await newFolder();
    const ledger = createFolderLedger({ folder, clock: hastyClock });
    await Promise.all(['a', 'b', 'c'].map((text) => ledger.write('note', text)));
    expect(await readdir(folder)).toEqual(['note']);
  });

  it.each(['', '.', '..', '.hidden', '../note', 'a/b', 'a\\b', 'n'.repeat(101)])(
    'refuses the name %j, which may leave the folder',
    async (name) => {
      const ledger = createFolderLedger({ folder: await newFolder(), clock: hastyClock });
      await expect(ledger.read(name)).rejects.toThrow(TypeError);
      await expect(ledger.write(name, 'text')).rejects.toThrow(TypeError);
    },
  );

  describe.each(['EPERM', 'EACCES', 'EBUSY'])('whose file Windows refuses with %s', (code) => {
    it.each([
      [0, 'kept'],
      [5, 'kept'],
      [6, code],
    ])('%d times: %s', async (times, outcome) => {
      const files = refusingFiles(code, times);
      const ledger = createFolderLedger({ folder: await newFolder(), clock: hastyClock, files });
      const written = ledger.write('note', 'text').then(() => 'kept', codeOf);
      expect(await written).toBe(outcome);
      const read = createFolderLedger({ folder: 'any', clock: hastyClock, files: refusingFiles(code, times) });
      expect(await read.read('note').then(() => 'kept', codeOf)).toBe(outcome);
    });
  });

  it('does not try again what will not pass', async () => {
    const files = refusingFiles('ENOSPC', 1);
    const ledger = createFolderLedger({ folder: await newFolder(), clock: hastyClock, files });
    expect(await ledger.write('note', 'text').then(() => 'kept', codeOf)).toBe('ENOSPC');
  });

  it('takes notes of up to 4,096 bytes, and reads no larger one', async () => {
    const folder = await newFolder();
    const ledger = createFolderLedger({ folder, clock: hastyClock });
    await ledger.write('note', 'x'.repeat(4_096));
    expect(await ledger.read('note')).toHaveLength(4_096);
    await expect(ledger.write('note', 'ü'.repeat(2_049))).rejects.toThrow('at most 4096 bytes');
    await writeFile(join(folder, 'note'), 'x'.repeat(4_097));
    expect(await ledger.read('note')).toBeUndefined();
  });

  it('rejects, and leaves the window alone, where its folder cannot be made', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, '..'), { recursive: true });
    await writeFile(folder, 'a file in the place of the folder');
    const ledger = createFolderLedger({ folder, clock: hastyClock });
    await expect(ledger.read('note')).rejects.toThrow('ENOTDIR');
    await expect(ledger.write('note', 'text')).rejects.toThrow('EEXIST');
  });
});

describe('Watching a folder', () => {
  it('begins again when the folder was removed and has come back', async () => {
    const folder = await newFolder();
    const ledger = createFolderLedger({ folder, clock: hastyClock });
    const [before, gone, after] = [told(), told(), told()];
    const listening = [ledger.onDidChange(before.listener)];
    await ledger.write('note', 'one');
    await before.first;
    listening.push(ledger.onDidChange(gone.listener));
    await rm(folder, { recursive: true });
    await gone.first;
    listening.push(ledger.onDidChange(after.listener));
    await ledger.write('note', 'two');
    await after.first;
    for (const subscription of listening) subscription.dispose();
  });

  it('tells what changed while nobody could watch, at the next look', async () => {
    const folder = await newFolder();
    await mkdir(folder, { recursive: true });
    const clock = createFakeClock();
    const change = told();
    const subscription = watchFolder({ folder, clock, startWatching: refusing }, change.listener);
    await until(() => clock.sleepers === 1);
    await writeFile(join(folder, 'note'), 'text');
    await clock.advance(999);
    expect(change.values).toHaveLength(0);
    await clock.advance(1);
    await change.first;
    subscription.dispose();
  });

  it('starts no watcher when it is stopped while it begins', async () => {
    const started = told();
    const startWatching: StartWatching = () => {
      started.listener();
      return { dispose: () => undefined };
    };
    const folder = await newFolder();
    const watching = watchFolder({ folder, clock: hastyClock, startWatching }, () => undefined);
    await until(() => existsSync(folder));
    watching.dispose();
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(started.values).toHaveLength(0);
  });

  it('ends its watcher and its timer when it is stopped', async () => {
    const clock = createFakeClock();
    const folder = await newFolder();
    const [started, stopped] = [told(), told()];
    const startWatching: StartWatching = () => {
      started.listener();
      return { dispose: stopped.listener };
    };
    const watching = watchFolder({ folder, clock, startWatching }, () => undefined);
    await started.first;
    watching.dispose();
    await stopped.first;
    const looking = watchFolder({ folder, clock, startWatching: refusing }, () => undefined);
    await until(() => clock.sleepers === 1);
    looking.dispose();
    expect(clock.sleepers).toBe(0);
    expect(stopped.values).toHaveLength(1);
  });
});

/** Files are real here: their answers come in turns of the event loop. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => setImmediate(resolve));
}
