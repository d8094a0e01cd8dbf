import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { systemClock } from '../adapters/system-clock.ts';
import type { Clock } from '../ports/clock.ts';
import { checkWholeNumber } from '../rules/option-checks.ts';
import { WicketgateError } from '../words/errors.ts';
import { openPlainFile } from './plain-file.ts';

const PAUSE_MS = 25;

/** Making and filling a lock takes microseconds. One that is still empty after this time was left by who died over it. */
const UNFILLED_MS = 5_000;

/** A holder takes less. A file of that name may come with a checkout, and hold anything. */
const MOST_BYTES = 1_024;

export interface FileLockOptions {
  /** Milliseconds to wait for another holder. 0 to 600,000, default 10,000; then `lock_timeout`. */
  readonly waitMs?: number;
  /**
   * Milliseconds after which a lock counts as left behind, whoever holds it. 1,000 to 3,600,000, default 60,000: longer
   * than any work under it. A holder on this machine whose process has ended counts as gone at once, and one that died
   * before it could write its name after five seconds.
   */
  readonly staleMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** Who holds a lock, as its file says. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: number;
  /** Tells two holders apart, also two within one process. */
  readonly token: string;
}

interface LockSettings {
  readonly path: string;
  readonly waitMs: number;
  readonly staleMs: number;
  readonly clock: Clock;
}

/**
 * Runs work while no other process, and nobody else in this one, runs work under the same lock file. The file is made
 * beside what it guards (`O_EXCL`) and removed afterwards. Throws `lock_timeout`, or the signal's reason.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, options: FileLockOptions = {}): Promise<T> {
  const settings = {
    path,
    waitMs: checkWholeNumber('waitMs', options.waitMs ?? 10_000, { min: 0, max: 600_000 }),
    staleMs: checkWholeNumber('staleMs', options.staleMs ?? 60_000, { min: 1_000, max: 3_600_000 }),
    clock: options.clock ?? systemClock,
  };
  const token = await acquire(settings, options.signal);
  try {
    return await work();
  } finally {
    await release(path, token);
  }
}

async function acquire(settings: LockSettings, signal: AbortSignal | undefined): Promise<string> {
  const { path, clock, waitMs } = settings;
  const giveUpAt = clock.now() + waitMs;
  for (;;) {
    signal?.throwIfAborted();
    const token = tryToCreate(path, settings);
    if (token !== undefined) return token;
    if (await removeStale(settings)) continue;
    if (clock.now() >= giveUpAt) {
      throw new WicketgateError('lock_timeout', `${path} is held by another process. Try again when it has ended.`);
    }
    await clock.sleep(PAUSE_MS, signal);
  }
}

/**
 * Makes a file (`O_EXCL`) that names this process, and answers its token; undefined when it is there. In one go: somebody
 * killed between making and filling it would leave a lock that only its age can free.
 */
function tryToCreate(path: string, { clock }: LockSettings): string | undefined {
  const holder: Holder = { pid: process.pid, host: hostname(), since: clock.now(), token: randomUUID() };
  const file = openNew(path);
  if (file === undefined) return undefined;
  try {
    writeFileSync(file, JSON.stringify(holder));
    return holder.token;
  } catch (error) {
    // The disk is full: an empty lock would hold everybody up, this process too.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

function openNew(path: string): number | undefined {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    unless('EEXIST')(error);
    return undefined;
  }
}

/**
 * Removes a lock that was left behind, and answers whether it is worth trying again at once. Of all who find the same lock
 * stale only the one with its ticket (`O_EXCL`) may remove it, and looks again first: a late one would otherwise remove
 * the fresh lock of whoever was faster.
 */
async function removeStale(settings: LockSettings): Promise<boolean> {
  const { path } = settings;
  const found = await readHolder(path);
  if (found === undefined) return true;
  if (!(await isStale(path, found, settings))) return false;
  const ticket = `${path}.${tokenOf(found) ?? 'unfilled'}`;
  if (tryToCreate(ticket, settings) === undefined) {
    const other = await readHolder(ticket);
    if (other !== undefined && (await isStale(ticket, other, settings))) await rm(ticket, { force: true });
    return false;
  }
  try {
    const still = await readHolder(path);
    const isSame = still !== undefined && tokenOf(still) === tokenOf(found) && (await isStale(path, still, settings));
    if (isSame) await rm(path, { force: true });
  } finally {
    await rm(ticket, { force: true });
  }
  return true;
}

function tokenOf(holder: Holder | 'unreadable'): string | undefined {
  return holder === 'unreadable' ? undefined : holder.token;
}

/** Whether a lock, or a ticket, was left behind. One that was never filled has no holder; its age tells. */
async function isStale(path: string, holder: Holder | 'unreadable', settings: LockSettings): Promise<boolean> {
  const { clock, staleMs } = settings;
  if (holder === 'unreadable') {
    const stats = await lstat(path).catch(unless('ENOENT'));
    return stats !== undefined && clock.now() - stats.mtimeMs > Math.min(staleMs, UNFILLED_MS);
  }
  const gone = holder.host === hostname() && !isRunning(holder.pid);
  return gone || clock.now() - holder.since > staleMs;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readHolder(path: string): Promise<Holder | 'unreadable' | undefined> {
  const text = await readStart(path);
  if (text === undefined) return undefined;
  try {
    const { pid, host, since, token } = JSON.parse(text) as Partial<Holder>;
    // The token becomes part of a file name.
    const isWhole = Number.isSafeInteger(pid) && Number.isSafeInteger(since) && /^[0-9a-f-]{36}$/.test(token ?? '');
    return isWhole ? ({ pid, host, since, token } as Holder) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** The text of a lock file, or undefined when there is none. Of a link, which may lead to anything, nothing is read. */
async function readStart(path: string): Promise<string | undefined> {
  try {
    const file = await openPlainFile(path);
    if (file === undefined) return undefined;
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (WicketgateError.isInstance(error)) return '';
    throw error;
  }
}

/** Removes the lock unless it was taken over meanwhile. */
async function release(path: string, token: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder !== undefined && tokenOf(holder) === token) await rm(path, { force: true });
}

/** For `catch`: answers undefined for the one expected code, and throws everything else on. */
function unless(expected: string): (error: unknown) => undefined {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== expected) throw error;
    return undefined;
  };
}
