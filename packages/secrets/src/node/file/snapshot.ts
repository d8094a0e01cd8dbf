import { parseDocument } from '../../rules/document.ts';
import type { SecretsDocument } from '../../words/document.ts';
import { misplaced, unreadable } from './damage.ts';
import type { Disk, Stamp } from './disk.ts';

/** A file as it was at one moment. */
export interface FileText {
  readonly text: string;
  readonly stamp: Stamp;
}

/** The same, parsed and not verified: anybody may have written it. */
export interface Snapshot extends FileText {
  readonly document: SecretsDocument;
}

/** Undefined when there is no file. Throws `unsafe_file`. */
export async function readText(disk: Disk, file: string): Promise<FileText | undefined> {
  // Before the text: of a file that is replaced meanwhile the stamp is then out of date, and the text is read again when it
  // is next asked for. The other way round an old text would pass for the new one.
  const stamp = disk.stamp(file);
  if (stamp === undefined) return undefined;
  const text = await disk.read(file);
  return text === undefined ? undefined : { text, stamp };
}

/** Throws `corrupt_file` or `unsupported_version` for a text that is no document for this path. */
export function parseSnapshot(read: FileText, { file, path }: { file: string; path: string }): Snapshot {
  const parse = parseDocument(read.text);
  if (!parse.ok) throw unreadable(file, parse);
  if (parse.document.path !== path) throw misplaced(file, parse.document.path, path);
  return { ...read, document: parse.document };
}
