import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ReferenceScript } from '../index.ts';

/**
 * The script of the reference page beside the built entries; undefined where there is none, as in sources that were
 * not built. It has several megabytes and is kept from the first request on.
 */
export async function openReferenceScript(entry: string): Promise<ReferenceScript | undefined> {
  try {
    const bytes = new Uint8Array(await readFile(new URL('assets/reference.js', entry)));
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    return { etag, read: () => Promise.resolve(bytes) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
