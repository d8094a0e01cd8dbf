import { inflateRawSync } from 'node:zlib';

/** One file in an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
  /** What it weighs in the archive. */
  readonly packedLength: number;
}

const END_RECORD = 0x06054b50;
const CENTRAL_HEADER = 0x02014b50;
const DEFLATED = 8;

/**
 * The files of a zip archive, by its central directory (APPNOTE.TXT 4.3.12): what a careless writer left between the
 * entries is not seen, as no reader sees it. For archives that our own tools have made.
 *
 * @throws {TypeError} when it is no archive.
 */
export function zipEntries(archive: Buffer): ZipEntry[] {
  const end = archive.lastIndexOf(uint32(END_RECORD));
  if (end === -1) throw new TypeError('This is no zip archive.');
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== CENTRAL_HEADER) throw new TypeError('The directory of the archive is broken.');
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    entries.push(entryAt(archive, at, nameEnd));
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function entryAt(archive: Buffer, header: number, nameEnd: number): ZipEntry {
  const packedLength = archive.readUInt32LE(header + 20);
  const local = archive.readUInt32LE(header + 42);
  // Lengths of name and extra field may be others here than in the directory.
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + packedLength);
  const bytes = archive.readUInt16LE(header + 10) === DEFLATED ? inflateRawSync(packed) : Buffer.from(packed);
  return { name: archive.toString('utf8', header + 46, nameEnd), bytes, packedLength };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
