import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { WicketgateError } from '../words/errors.ts';

/**
 * Follows no link, and does not hang on a FIFO. Windows has neither flag: there `undefined` counts as 0, and making a link
 * needs rights of its own.
 */
const READ_PLAIN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a file for reading, or answers undefined when there is none. Throws `unsafe_file` for a symbolic link. What else it
 * may be, a device or a folder, the handle tells: nobody can exchange it between that check and the reading.
 */
export async function openPlainFile(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, READ_PLAIN);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP') throw new WicketgateError('unsafe_file', `${path} is a symbolic link.`);
    throw error;
  }
}
