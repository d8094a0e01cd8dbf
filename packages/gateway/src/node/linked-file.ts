import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, sep } from 'node:path';

/**
 * The file that a path leads to, or undefined when a link leads out of its folder: such a link could have been planted.
 * Mounted secrets are links within their folder. A path where nothing is stays as it is.
 */
export async function followWithinFolder(path: string): Promise<string | undefined> {
  try {
    const target = await realpath(path);
    const folder = await realpath(dirname(path));
    return isWithin(folder, target) ? target : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path;
    throw error;
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
