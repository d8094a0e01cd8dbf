import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Opens what stands at a path, behind links as well, for reading. Undefined when nothing does. Throws the system's error. */
export async function openReadable(file: string): Promise<FileHandle | undefined> {
  try {
    // Not waiting for a writer: a FIFO would hang the caller.
    return await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
