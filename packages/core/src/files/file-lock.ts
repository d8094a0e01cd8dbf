import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { systemClock } from '../adapters/system-clock.ts';
import type { Clock } from '../ports/clock.ts';
import { checkWholeNumber } from '../rules/option-checks.ts';
import { WicketgateError } from '../words/errors.ts';
import { ageOf } from './lock-age.ts';
import { hasEnded, type Holder, newHolder, readHolder, tokenOf } from './lock-holder.ts';

const PAUSE_MS = 25;

/** Making and filling a lock takes microseconds. One that is still empty after this time was left by who died over it. */
const UNFILLED_MS = 5_000;

export interface FileLockOptions {
  /** Milliseconds to wait for another holder. 0 to 600,000, default 10,000; then `lock_timeout`. */
  readonly waitMs?: number;
  /**
   * Milliseconds after which a lock counts as left behind, whoever holds it. 1,000 to 3,600,000, default 60,000: longer
   * than any work under it. A holder whose process has ended counts as gone at once where its pid can be looked up: on
   * this machine since its last start, and on Linux in our pid namespace. One that died before it could write its name
   * counts as gone after five seconds. A lock that says to be made more than a minute from now is as old as its file.
   */
  readonly staleMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** A lock while work runs under it. */
export interface FileLock {
  /**
   * Whether it is still ours. Work that was slower than `staleMs` may have lost it: asked right before what must not undo
   * the work of others.
   */
  isHeld(): Promise<boolean>;
}

interface LockSettings {
  readonly path: string;
  readonly waitMs: number;
  readonly staleMs: number;
  readonly clock: Clock;
}

/**
 * Runs work while no other process, and nobody else in this one, runs work under the same lock file. The file is made
 * beside what it guards (`O_EXCL`) and removed afterwards. Throws `lock_timeout`, `unsafe_file` for a folder in its place,
 * or the signal's reason.
 */
export async function withFileLock<T>(
  path: string,
  work: (lock: FileLock) => Promise<T>,
  options: FileLockOptions = {},
): Promise<T> {
  const settings = {
    path,
    waitMs: checkWholeNumber('waitMs', options.waitMs ?? 10_000, { min: 0, max: 600_000 }),
    staleMs: checkWholeNumber('staleMs', options.staleMs ?? 60_000, { min: 1_000, max: 3_600_000 }),
    clock: options.clock ?? systemClock,
  };
  const token = await acquire(settings, options.signal);
  try {
    return await work({ isHeld: () => isHeldBy(path, token) });
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
    if (clock.now() >= giveUpAt) throw timedOut(path);
    await clock.sleep(PAUSE_MS, signal);
  }
}

function timedOut(path: string): WicketgateError {
  const wayOut = 'Where no other process is at work, on any machine, the file was left behind: remove it.';
  return new WicketgateError(
    'lock_timeout',
    `${path} is held by another process. Try again when it has ended. ${wayOut}`,
  );
}

/**
 * Makes a file (`O_EXCL`) that names this process, and answers its token; undefined when it is there. In one go: somebody
 * killed between making and filling it would leave a lock that only its age can free.
 */
function tryToCreate(path: string, { clock }: LockSettings): string | undefined {
  const holder = newHolder(clock.now());
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

/** Whether a lock, or a ticket, was left behind. One that was never filled has no holder; its age tells. */
async function isStale(path: string, holder: Holder | 'unreadable', settings: LockSettings): Promise<boolean> {
  const { clock, staleMs } = settings;
  if (holder === 'unreadable') return (await ageOf(path, undefined, clock)) > Math.min(staleMs, UNFILLED_MS);
  return hasEnded(holder) || (await ageOf(path, holder.since, clock)) > staleMs;
}

async function isHeldBy(path: string, token: string): Promise<boolean> {
  const holder = await readHolder(path);
  return holder !== undefined && tokenOf(holder) === token;
}

/** Removes the lock unless it was taken over meanwhile. */
async function release(path: string, token: string): Promise<void> {
  if (await isHeldBy(path, token)) await rm(path, { force: true });
}

/** For `catch`: answers undefined for the one expected code, and throws everything else on. */
function unless(expected: string): (error: unknown) => undefined {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== expected) throw error;
    return undefined;
  };
}
