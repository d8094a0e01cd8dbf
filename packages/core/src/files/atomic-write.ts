import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface AtomicWriteOptions {
  /** Permissions of the file on POSIX systems. Default 0o600. */
  readonly mode?: number;
  /**
   * What holds the content until it is whole, and is left behind by a process that is killed over it. `file` (the default):
   * a file of another name beside it, which rules for the one name do not cover. `ignored-folder`: a folder that git ignores
   * whatever its rules say, for what must not be committed.
   */
  readonly unfinished?: 'file' | 'ignored-folder';
  /** Asked when all is on the disk but the name: when it throws, the file stays as it was, and the error is passed on. */
  readonly beforeRename?: () => Promise<void>;
}

/** Behind a dot and the name of the file: what `writeFileAtomic` has not yet renamed. */
const UNFINISHED = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/**
 * Replaces a file with the given content, or leaves it as it was: readers see the old or the new, never a part, also after
 * a crash. The folder must exist. A symbolic link is replaced, not followed. Throws the error of `node:fs`.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  options: AtomicWriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const unfinished = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const temporary = options.unfinished === 'ignored-folder' ? await ignoredPlace(unfinished) : unfinished;
    await writeSynced(temporary, content, options.mode ?? 0o600);
    await options.beforeRename?.();
    await rename(temporary, path);
    await syncFolder(folder);
  } finally {
    await rm(unfinished, { force: true, recursive: true });
  }
}

/**
 * Removes what writers of a file left beside it when they were killed, and only that. For who holds the file's lock: those
 * who write at the moment have such a file as well.
 */
export async function removeUnfinished(path: string): Promise<void> {
  const start = `.${basename(path)}`;
  for (const name of await readdir(dirname(path))) {
    const isLeft = name.startsWith(start) && UNFINISHED.test(name.slice(start.length));
    if (isLeft) await rm(join(dirname(path), name), { force: true, recursive: true });
  }
}

/** A place in a new folder of which git takes nothing along (gitignore(5): a file nearer by goes before one further up). */
async function ignoredPlace(folder: string): Promise<string> {
  await mkdir(folder, { mode: 0o700 });
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600, flush: true });
  return join(folder, 'content');
}

async function writeSynced(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    // The process's umask may have taken bits away, and never adds any.
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name itself must reach the disk. Windows cannot open a folder, and keeps names in a journal. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
