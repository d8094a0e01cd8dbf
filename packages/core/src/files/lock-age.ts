import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, rmSync } from 'node:fs';
import { lstat, lutimes } from 'node:fs/promises';
import type { Clock } from '../ports/clock.ts';

/** Clocks of machines that share a folder differ by less. What lies further ahead was written under a wrong one. */
const AHEAD_MS = 60_000;

/**
 * Milliseconds since a lock was made: since `since`, or without it since its file was last written. Of what lies more than a
 * minute ahead of our clock the folder's own clock tells. A file that lies ahead of that as well is given the present time: its
 * age counts from here, in every process, and it does not shut writers out until that day comes.
 */
export async function ageOf(path: string, since: number | undefined, clock: Clock): Promise<number> {
  const now = clock.now();
  if (since !== undefined && since <= now + AHEAD_MS) return now - since;
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return 0;
  if (since === undefined && stats.mtimeMs <= now + AHEAD_MS) return now - stats.mtimeMs;
  const present = presentIn(path);
  if (stats.mtimeMs <= present + AHEAD_MS) return present - stats.mtimeMs;
  // Whoever may not do it, or comes too late, leaves it to the next.
  await lutimes(path, present / 1_000, present / 1_000).catch(() => undefined);
  return 0;
}

/** The present time as the folder of a file has it, which may be on another machine. */
function presentIn(path: string): number {
  const probe = `${path}.${randomUUID()}`;
  const file = openSync(probe, 'wx', 0o600);
  try {
    return fstatSync(file).mtimeMs;
  } finally {
    closeSync(file);
    rmSync(probe, { force: true });
  }
}
