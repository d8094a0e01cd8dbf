import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Trace } from './planted-secrets.ts';

export interface Finding {
  readonly secret: string;
  readonly form: string;
  readonly where: string;
}

/** Where the traces of secrets stand in a text or a file's bytes: each secret and form once. */
export function searchBytes(content: string | Buffer, where: string, traces: readonly Trace[]): Finding[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const found = traces.filter((trace) => bytes.includes(trace.bytes));
  const unique = new Map(found.map(({ secret, form }) => [`${secret}\0${form}`, { secret, form, where }]));
  return [...unique.values()];
}

export interface FolderSearch {
  readonly findings: readonly Finding[];
  /** The files that were read, from the folder: a search that read nothing proves nothing. */
  readonly files: readonly string[];
}

/** Searches every file under a folder, hidden and binary ones too, names included, and what is gzipped also unpacked. */
export async function searchFolder(
  folder: string,
  traces: readonly Trace[],
  isMeantToHold: (file: string) => boolean = () => false,
): Promise<FolderSearch> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((file) => !isMeantToHold(file));
  const findings: Finding[] = [];
  for (const file of files) {
    const content = await readFile(path.join(folder, file));
    findings.push(...searchBytes(file, `the name of ${file}`, traces));
    for (const bytes of [content, ...unpacked(content)]) findings.push(...searchBytes(bytes, file, traces));
  }
  return { findings, files };
}

function unpacked(content: Buffer): Buffer[] {
  const isGzip = content[0] === 0x1f && content[1] === 0x8b;
  return isGzip ? [gunzipSync(content)] : [];
}
