import { constants, lstatSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readPrivateFile, refuseSharedFolder, removeUnfinished, writeFileAtomic } from '@wicketgate/core/files';
import { DOCUMENT_LIMITS } from '../../rules/document.ts';

/** Tells when to read a file again. Before anything is replaced its text is compared: some folders answer old stamps. */
export type Stamp = string;

/** The steps by which files are read and written. Tests make them fail. */
export interface Disk {
  /** Undefined when nothing is there. Takes microseconds: it is asked for every secret. */
  stamp(file: string): Stamp | undefined;
  /** The text, or undefined when there is none. Throws `unsafe_file`, also for a folder that others may change. */
  read(file: string): Promise<string | undefined>;
  /**
   * Replaces a file atomically, for its owner alone. Throws `unsafe_file` in a folder that others may change, and what
   * `confirm` throws, which is asked last: then nothing is replaced.
   */
  write(file: string, text: string, confirm?: () => Promise<void>): Promise<void>;
  /** Removes a file, there or not. */
  remove(file: string): Promise<void>;
  /** Makes the folder of a file for its owner alone, unless it is there. Throws `unsafe_file` when others may change it. */
  makeFolder(file: string): Promise<void>;
  /** Removes what writers of a file left behind when they died. Only for who holds its lock. */
  sweep(file: string): Promise<void>;
  /** Copies a file to the first free name `<file>.damaged-<n>`, and answers it. */
  keepDamaged(file: string): Promise<string>;
}

export const systemDisk: Disk = {
  stamp(file) {
    const stats = lstatSync(file, { bigint: true, throwIfNoEntry: false });
    return stats && `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
  },
  async read(file) {
    await refuseSharedFolder(dirname(file));
    return readPrivateFile(file, DOCUMENT_LIMITS.bytes);
  },
  async write(file, text, confirm) {
    await refuseSharedFolder(dirname(file));
    await writeFileAtomic(file, text, confirm && { beforeRename: confirm });
  },
  remove: (file) => rm(file, { force: true }),
  async makeFolder(file) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await refuseSharedFolder(dirname(file));
  },
  async sweep(file) {
    await removeUnfinished(file);
    await removeUnfinished(`${file}.bak`);
  },
  async keepDamaged(file) {
    for (let n = 1; ; n++) {
      const copy = `${file}.damaged-${n}`;
      if (lstatSync(copy, { throwIfNoEntry: false }) !== undefined) continue;
      await copyFile(file, copy, constants.COPYFILE_EXCL);
      return copy;
    }
  },
};
