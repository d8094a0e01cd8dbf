import type { Clock } from '@wicketgate/core';
import { watch } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Subscription } from '../ports/subscription.ts';

/** How often the folder is looked at while the system does not tell of changes. Other windows follow within two seconds. */
const LOOK_EVERY_MS = 1_000;

/** Starts to watch a folder; `changed` is called with the name of the file, or with null when the system does not say. */
export type StartWatching = (folder: string, changed: (name: string | null) => void, ended: () => void) => Subscription;

export interface FolderWatchOptions {
  /** Made when it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  /** Default: that of Node. Throws where the system cannot watch. */
  readonly startWatching?: StartWatching;
}

/**
 * Tells of changes in a folder: as the system does, and where it cannot, or can no longer, by looking once a second. May
 * tell more often than there are changes.
 */
export function watchFolder(options: FolderWatchOptions, listener: () => void): Subscription {
  const closing = new AbortController();
  void follow(options, listener, closing.signal);
  return { dispose: () => closing.abort() };
}

async function follow(options: FolderWatchOptions, listener: () => void, signal: AbortSignal): Promise<void> {
  const { folder, clock } = options;
  const tell = () => {
    if (!signal.aborted) listener();
  };
  let seen = await lookAt(folder);
  const look = async () => {
    const now = await lookAt(folder);
    if (now === seen) return;
    seen = now;
    tell();
  };
  while (!signal.aborted) {
    await watchUntilItEnds(options, { tell, look, signal });
    await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
    await look();
  }
}

interface Watching {
  readonly tell: () => void;
  /** Tells if the folder is another than at the last look. */
  readonly look: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Resolves when the system cannot watch, when it ends it, when the folder is no longer the same one, and on abort. */
async function watchUntilItEnds(options: FolderWatchOptions, { tell, look, signal }: Watching): Promise<void> {
  const { folder, startWatching = watchByNode } = options;
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    await mkdir(folder, { recursive: true });
    const { ino } = await stat(folder);
    // Stopped meanwhile: nobody would end the watcher.
    if (ending.signal.aborted) return;
    const changed = (name: string | null) => {
      if (name === null || !isTemporary(name)) tell();
      // The watcher of a folder that was removed, or replaced, hears nothing more.
      void isFolder(folder, ino).then((same) => same || end());
    };
    const watcher = startWatching(folder, changed, end);
    ending.signal.addEventListener('abort', () => watcher.dispose(), { once: true });
    // What changed before the watcher listened.
    await look();
    await aborted(ending.signal);
  } catch {
    // Not every file system can be watched, or written: then it is looked at.
  } finally {
    end();
    signal.removeEventListener('abort', end);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function watchByNode(folder: string, changed: (name: string | null) => void, ended: () => void): Subscription {
  const watcher = watch(folder, { persistent: false }, (_kind, name) => changed(name));
  watcher.on('error', ended).on('close', ended);
  return { dispose: () => watcher.close() };
}

async function isFolder(folder: string, ino: number): Promise<boolean> {
  return stat(folder).then(
    (facts) => facts.ino === ino,
    () => false,
  );
}

/** One text that is another when a file of the folder is another. Empty when there is none. */
async function lookAt(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => !isTemporary(name)).sort();
  const facts = files.map(async (name) => {
    const file = await stat(join(folder, name)).catch(() => undefined);
    return `${name} ${file?.mtimeMs} ${file?.size} ${file?.ino}`;
  });
  return (await Promise.all(facts)).join('\n');
}

/** True for the files that `writeFileAtomic` leaves for a moment. */
function isTemporary(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.tmp');
}
