import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Does not hang on a pipe. Windows has no such flag, and counts `undefined` as 0. Links are followed: people keep settings so. */
const READ_WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

/** The bytes of a file. Throws the system's error, or one with a `code` that says it, for what is no plain file or too large. */
export async function plainFileBytes(file: string, maxBytes: number): Promise<Buffer> {
  const handle = await open(file, READ_WITHOUT_WAITING);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw Object.assign(new Error('It is no plain file.'), { code: 'no plain file' });
    if (stats.size > maxBytes)
      throw Object.assign(new Error('It is too large.'), { code: `more than ${maxBytes} bytes` });
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
