import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { misfit, parseProjectDocument } from '../rules/project-document.ts';
import type { ProjectDocument } from '../words/project-document.ts';
import { openReadable } from './readable-file.ts';

/** A project's `wicketgate.secrets.json` as it was read. */
export interface ProjectFile {
  /** Its absolute path. */
  readonly file: string;
  /** SHA-256 of its bytes, 64 hexadecimal digits: what the user allows. */
  readonly digest: string;
  readonly document: ProjectDocument;
}

export const PROJECT_FILE_NAME = 'wicketgate.secrets.json';
const MAX_BYTES = 262_144;

/**
 * Reads `wicketgate.secrets.json` of a folder, not of those above it: they may belong to others. Undefined when there is
 * none. Throws `invalid_spec` when it is larger than 256 KiB, no plain file, not UTF-8, or does not fit its schema.
 */
export async function readProjectFile(folder: string): Promise<ProjectFile | undefined> {
  const file = resolve(folder, PROJECT_FILE_NAME);
  const bytes = await readBytes(file);
  if (bytes === undefined) return undefined;
  const document = parseProjectDocument(decode(file, bytes), file);
  return { file, digest: createHash('sha256').update(bytes).digest('hex'), document };
}

async function readBytes(file: string): Promise<Buffer | undefined> {
  const handle = await openReadable(file);
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw misfit(file, ['It is not a plain file.']);
    if (stats.size > MAX_BYTES) throw misfit(file, [`It is larger than ${MAX_BYTES} bytes.`]);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw misfit(file, ['It is not UTF-8.']);
  }
}
