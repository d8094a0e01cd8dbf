import { crc32 } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly text?: string;
}

/** A zip archive with these entries, stored as they are (APPNOTE.TXT 4.3), and a comment at its end. */
export function zipFile(entries: readonly ZipEntry[], comment = ''): Buffer {
  let offset = 0;
  const parts = entries.map(({ name, text = '' }) => {
    const part = { name: Buffer.from(name), data: Buffer.from(text), offset };
    offset += 30 + part.name.length + part.data.length;
    return part;
  });
  const locals = parts.flatMap(({ name, data }) => [fields(0x04034b50, 30, { name, data, at: 14 }), name, data]);
  const central = parts.flatMap(({ name, data, offset: start }) => {
    const header = fields(0x02014b50, 46, { name, data, at: 16 });
    header.writeUInt32LE(start, 42);
    return [header, name];
  });
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}

/** What is enough of an extension for whoever looks at names. */
export function vsixFile(text = 'an extension'): Buffer {
  return zipFile([{ name: '[Content_Types].xml' }, { name: 'extension.vsixmanifest' }, { name: 'extension/a', text }]);
}

/** The members that both kinds of header share, CRC, sizes and the length of the name, from `at` on. */
function fields(
  signature: number,
  length: number,
  { name, data, at }: { name: Buffer; data: Buffer; at: number },
): Buffer {
  const header = Buffer.alloc(length);
  header.writeUInt32LE(signature, 0);
  header.writeUInt32LE(crc32(data), at);
  header.writeUInt32LE(data.length, at + 4);
  header.writeUInt32LE(data.length, at + 8);
  header.writeUInt16LE(name.length, at + 12);
  return header;
}
