import { spawn } from 'node:child_process';
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { lutimes, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { withFileLock } from '../../src/files/file-lock.ts';
import { failureOf } from '../fake-world.ts';
import { temporaryFolder } from './folder.ts';

/** Where the pid of this process counts. */
const HERE =
  process.platform === 'linux'
    ? {
        boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
        pids: readlinkSync('/proc/self/ns/pid'),
      }
    : { boot: 'any', pids: 'any' };

const held = (change: object = {}) =>
  JSON.stringify({
    pid: process.pid,
    host: hostname(),
    ...HERE,
    since: createFakeClock().now(),
    token: '123e4567-e89b-12d3-a456-426614174000',
    ...change,
  });

async function lockIn(content?: string) {
  const folder = await temporaryFolder();
  const path = join(folder, 'a.lock');
  if (content !== undefined) await writeFile(path, content);
  return { folder, path, clock: createFakeClock() };
}

/** The pid of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}

describe('withFileLock', () => {
  it('runs work under a lock file and removes it, also when the work fails', async () => {
    const { folder, path } = await lockIn();
    const inside = await withFileLock(path, async () => JSON.parse(await readFile(path, 'utf8')) as object);
    expect(inside).toMatchObject({ pid: process.pid, host: hostname(), ...HERE });
    const error = new Error('work');
    expect(await failureOf(withFileLock(path, () => Promise.reject(error)))).toBe(error);
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets no two run at once', async () => {
    const { folder, path } = await lockIn();
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await readdir(folder);
      running--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withFileLock(path, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('loses no update of several processes', async () => {
    const { path, folder } = await lockIn();
    const counter = join(folder, 'counter');
    await writeFile(counter, '0');
    const program = `
      import { readFile, writeFile } from 'node:fs/promises';
      import { withFileLock } from ${JSON.stringify(new URL('../../src/files.ts', import.meta.url).href)};
      for (let time = 0; time < 10; time++) await withFileLock(${JSON.stringify(path)}, async () => {
        await writeFile(${JSON.stringify(counter)}, String(Number(await readFile(${JSON.stringify(counter)}, 'utf8')) + 1));
      });`;
    const args = ['--conditions=@wicketgate/source', '--input-type=module', '-e', program];
    const exits = await Promise.all(
      [1, 2, 3].map(() => {
        const child = spawn(process.execPath, args, { stdio: 'inherit' });
        return new Promise((resolve) => child.once('exit', resolve));
      }),
    );
    expect(exits).toEqual([0, 0, 0]);
    expect(await readFile(counter, 'utf8')).toBe('30');
  });

  it('gives up after ten seconds', async () => {
    const { path, clock } = await lockIn(held());
    const failure = failureOf(withFileLock(path, () => Promise.resolve(), { clock }));
    const progress = { ended: false };
    void failure.then(() => (progress.ended = true));
    while (!progress.ended) {
      expect(clock.now()).toBeLessThanOrEqual(createFakeClock().now() + 10_025);
      // Files take real time, in which the fake clock must stand still.
      await clock.advance(clock.sleepers > 0 ? 25 : 0);
    }
    expect(await failure).toMatchObject({ code: 'lock_timeout' });
    expect(await readFile(path, 'utf8')).toBe(held());
  });

  it('gives up at once when it may not wait, and when its caller leaves', async () => {
    const { path, clock } = await lockIn(held());
    const work = () => Promise.resolve();
    expect(await failureOf(withFileLock(path, work, { clock, waitMs: 0 }))).toMatchObject({ code: 'lock_timeout' });
    expect(await failureOf(withFileLock(path, work, { clock, signal: AbortSignal.abort('left') }))).toBe('left');
  });

  it.each([
    ['whose process has ended', async () => held({ pid: await endedProcess() })],
    ['that is older than a minute', () => Promise.resolve(held({ since: createFakeClock().now() - 60_001 }))],
    [
      'of another machine that is older than a minute',
      () => Promise.resolve(held({ host: 'other', since: createFakeClock().now() - 60_001 })),
    ],
  ])('takes over a lock %s', async (_, content) => {
    const { folder, path, clock } = await lockIn(await content());
    expect(await withFileLock(path, () => Promise.resolve('done'), { clock, waitMs: 0 })).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['that is a minute old', () => Promise.resolve(held({ since: createFakeClock().now() - 60_000 }))],
    ['of another machine, whatever its process', async () => held({ pid: await endedProcess(), host: 'other' })],
    ['of another start of this machine', async () => held({ pid: await endedProcess(), boot: 'other' })],
    ['of another pid namespace', async () => held({ pid: await endedProcess(), pids: 'pid:[1]' })],
    ['that does not say where its pid counts', async () => held({ pid: await endedProcess(), boot: undefined })],
    [
      'of a process that could not tell either',
      async () => held({ pid: await endedProcess(), boot: undefined, pids: undefined }),
    ],
  ])('leaves a lock %s', async (_, content) => {
    const { path, clock } = await lockIn(await content());
    const failure = failureOf(withFileLock(path, () => Promise.resolve(), { clock, waitMs: 0 }));
    expect(await failure).toMatchObject({ code: 'lock_timeout' });
  });

  it.each([
    ['a year ahead', (clock: { now(): number }) => held({ since: clock.now() + 365 * 86_400_000 })],
    ['a year ahead, of another machine', (clock: { now(): number }) => held({ since: clock.now() * 2, host: 'other' })],
  ])('takes over a lock from %s once its file is older than a minute', async (_, content) => {
    const { folder, path, clock } = await lockIn(content(createFakeClock()));
    const work = () => Promise.resolve('done');
    expect(await failureOf(withFileLock(path, work, { clock, waitMs: 0 }))).toMatchObject({ code: 'lock_timeout' });
    const { mtimeMs } = await stat(path);
    await utimes(path, mtimeMs / 1_000, mtimeMs / 1_000 - 61);
    expect(await withFileLock(path, work, { clock, waitMs: 0 })).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });

  it('believes a clock that is a minute ahead and no more', async () => {
    const since = createFakeClock().now() + 60_000;
    const { path, clock } = await lockIn(held({ since }));
    await utimes(path, 0, 0);
    const work = () => Promise.resolve('done');
    expect(await failureOf(withFileLock(path, work, { clock, waitMs: 0 }))).toMatchObject({ code: 'lock_timeout' });
    await writeFile(path, held({ since: since + 1 }));
    await utimes(path, 0, 0);
    expect(await withFileLock(path, work, { clock, waitMs: 0 })).toBe('done');
  });

  it.each([
    ['that names its holder', held({ since: createFakeClock().now() * 2, host: 'other' })],
    ['that was never filled', ''],
  ])('gives a lock %s the present time when its file is from the future as well', async (_, content) => {
    const { folder, path, clock } = await lockIn(content);
    const { mtimeMs: made } = await stat(path);
    await utimes(path, made / 1_000 + 365 * 86_400, made / 1_000 + 365 * 86_400);
    const work = () => Promise.resolve('done');
    expect(await failureOf(withFileLock(path, work, { clock, waitMs: 0 }))).toMatchObject({ code: 'lock_timeout' });
    const { mtimeMs } = await stat(path);
    expect(Math.abs(mtimeMs - made)).toBeLessThan(600_000);
    await utimes(path, mtimeMs / 1_000 - 61, mtimeMs / 1_000 - 61);
    expect(await withFileLock(path, work, { clock, waitMs: 0 })).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });

  it('names the file, and the way out, when it gives up', async () => {
    const { path, clock } = await lockIn(held());
    const failure = await failureOf(withFileLock(path, () => Promise.resolve(), { clock, waitMs: 0 }));
    expect(failure).toMatchObject({ message: expect.stringContaining(path) as unknown });
    expect(failure).toMatchObject({ message: expect.stringContaining('left behind: remove it') as unknown });
  });

  it('refuses a folder in the place of a lock', async () => {
    const { path, clock } = await lockIn();
    await mkdir(path);
    const failure = await failureOf(withFileLock(path, () => Promise.resolve(), { clock, waitMs: 0 }));
    expect(failure).toMatchObject({
      code: 'unsafe_file',
      message: expect.stringContaining(`${path} is a folder`) as unknown,
    });
  });

  it('tells work whether the lock is still its own', async () => {
    const { path } = await lockIn();
    const seen = await withFileLock(path, async (lock) => {
      const before = await lock.isHeld();
      await writeFile(path, held());
      return [before, await lock.isHeld()];
    });
    expect(seen).toEqual([true, false]);
  });

  it('takes over a lock that was never filled after five seconds, however long one may be held', async () => {
    const { path, clock } = await lockIn('');
    const made = (agoMs: number) => new Date(clock.now() - agoMs);
    await utimes(path, made(5_000), made(5_000));
    const work = () => Promise.resolve('done');
    expect(await failureOf(withFileLock(path, work, { clock, waitMs: 0 }))).toMatchObject({ code: 'lock_timeout' });
    await utimes(path, made(5_001), made(5_001));
    expect(await withFileLock(path, work, { clock, waitMs: 0, staleMs: 600_000 })).toBe('done');
  });

  it('reads no link in the place of a lock, wherever it leads, and takes it over in the same time', async ({
    skip,
  }) => {
    skip(process.platform === 'win32', 'Windows has no such device');
    const { folder, path, clock } = await lockIn();
    await symlink('/dev/zero', path);
    const work = () => Promise.resolve('done');
    const made = (agoMs: number) => new Date(clock.now() - agoMs);
    await lutimes(path, made(5_000), made(5_000));
    expect(await failureOf(withFileLock(path, work, { clock, waitMs: 0 }))).toMatchObject({ code: 'lock_timeout' });
    await lutimes(path, made(5_001), made(5_001));
    expect(await withFileLock(path, work, { clock, waitMs: 0 })).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a file that is too long for a lock for none that somebody holds', async () => {
    const { path, clock } = await lockIn(held({ more: 'x'.repeat(1_024) }));
    await utimes(path, 0, 0);
    expect(await withFileLock(path, () => Promise.resolve('done'), { clock, waitMs: 0 })).toBe('done');
  });

  it('leaves no empty lock behind where the disk is full', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no limit for the size of files');
    const { folder, path } = await lockIn();
    const program = `
      import { withFileLock } from ${JSON.stringify(new URL('../../src/files.ts', import.meta.url).href)};
      await withFileLock(${JSON.stringify(path)}, () => undefined).catch((error) => process.exit(error.code === 'EFBIG' ? 7 : 1));`;
    const args = ['--conditions=@wicketgate/source', '--input-type=module', '-e', program];
    const env = { ...process.env, NODE_COMPILE_CACHE: '', NODE_DISABLE_COMPILE_CACHE: '1' };
    const script = `trap '' XFSZ; ulimit -f 0; exec "$0" "$@"`;
    const child = spawn('sh', ['-c', script, process.execPath, ...args], { env, stdio: 'ignore' });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(7);
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets only one of many take a stale lock over', async () => {
    const { folder, path } = await lockIn(held({ pid: await endedProcess() }));
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await readdir(folder);
      running--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withFileLock(path, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('looks again before it removes a stale lock, and leaves the fresh one of whoever was faster', async () => {
    const { path, clock } = await lockIn(held({ since: createFakeClock().now() - 60_001 }));
    const fresh = held({ token: '00000000-0000-4000-8000-000000000000' });
    let readings = 0;
    const now = () => {
      // The third reading, after the deadline and our own attempt, is the one that calls the lock stale.
      if (++readings === 3) writeFileSync(path, fresh);
      return clock.now();
    };
    const work = () => Promise.resolve();
    const failure = failureOf(withFileLock(path, work, { clock: { ...clock, now }, waitMs: 0 }));
    expect(await failure).toMatchObject({ code: 'lock_timeout' });
    expect(await readFile(path, 'utf8')).toBe(fresh);
  });

  it('goes on after one who died while taking a lock over', async () => {
    const { folder, path, clock } = await lockIn(held({ since: createFakeClock().now() - 60_001 }));
    const ticket = `${path}.123e4567-e89b-12d3-a456-426614174000`;
    await writeFile(ticket, held());
    const work = () => Promise.resolve('done');
    expect(await failureOf(withFileLock(path, work, { clock, waitMs: 0 }))).toMatchObject({ code: 'lock_timeout' });
    await writeFile(ticket, held({ pid: await endedProcess() }));
    const done = withFileLock(path, work, { clock, waitMs: 1_000 });
    while (clock.sleepers === 0) await clock.advance(0);
    await clock.advance(25);
    expect(await done).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not remove the lock of whoever took it over', async () => {
    const { path } = await lockIn();
    await withFileLock(path, () => writeFile(path, held()));
    expect(await readFile(path, 'utf8')).toBe(held());
  });

  it('refuses limits out of range', async () => {
    const { path } = await lockIn();
    const work = () => Promise.resolve();
    for (const options of [{ waitMs: -1 }, { staleMs: 999 }, { waitMs: Number.NaN }]) {
      await expect(withFileLock(path, work, options)).rejects.toThrow(TypeError);
    }
  });
});
