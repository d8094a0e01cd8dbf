import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { WicketgateError } from '../words/errors.ts';
import { openPlainFile } from './plain-file.ts';

/** A holder takes less. A file of that name may come with a checkout, and hold anything. */
const MOST_BYTES = 1_024;

/** Who holds a lock, as its file says. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: number;
  /** Tells two holders apart, also two within one process. */
  readonly token: string;
  /** The start of the system that the pid is of (random(4)). Left out where it cannot be told. */
  readonly boot?: string | undefined;
  /** The namespace that the pid is of (pid_namespaces(7)). Left out where it cannot be told. */
  readonly pids?: string | undefined;
}

/** This process as a holder from now on. */
export function newHolder(since: number): Holder {
  return { pid: process.pid, host: hostname(), since, token: randomUUID(), ...ownWorld() };
}

/** What a lock file says; undefined when there is none. Throws `unsafe_file` for a folder. */
export async function readHolder(path: string): Promise<Holder | 'unreadable' | undefined> {
  const text = await readStart(path);
  if (text === undefined) return undefined;
  try {
    const { pid, host, since, token, boot, pids } = JSON.parse(text) as Partial<Holder>;
    // The token becomes part of a file name.
    const isWhole = Number.isSafeInteger(pid) && Number.isSafeInteger(since) && /^[0-9a-f-]{36}$/.test(token ?? '');
    return isWhole ? ({ pid, host, since, token, boot, pids } as Holder) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

export function tokenOf(holder: Holder | 'unreadable'): string | undefined {
  return holder === 'unreadable' ? undefined : holder.token;
}

/**
 * Whether the process of a holder has surely ended. A pid says so only to those who count by the same numbers: containers
 * may share the name of their host, and machines may have one name.
 */
export function hasEnded({ pid, host, boot, pids }: Holder): boolean {
  const own = ownWorld();
  const isOurs = host === hostname() && boot !== undefined && boot === own.boot && pids === own.pids;
  return isOurs && pids !== undefined && !isRunning(pid);
}

/** Other systems than Linux have neither, and one set of numbers for each machine. */
const ONE_WORLD = { boot: 'any', pids: 'any' } as const;

function ownWorld(): Pick<Holder, 'boot' | 'pids'> {
  if (process.platform !== 'linux') return ONE_WORLD;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { boot, pids: readlinkSync('/proc/self/ns/pid') };
  } catch {
    // A sandbox may hide them: age alone frees a lock then.
    return {};
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
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
    if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error;
    throw new WicketgateError('unsafe_file', `${path} is a folder, where a lock file should be. Remove it.`);
  }
}
