/** A VSIX holds its manifest under this name (Open Packaging Conventions, as VS Code reads them). */
const MANIFEST = 'extension.vsixmanifest';

// Signatures and offsets of APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const CENTRAL_HEADER_LENGTH = 46;
const END_RECORD = 0x06054b50;
const END_RECORD_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;

/** Whether a file is a zip archive whose directory names the manifest of an extension. */
export function isVsix(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < END_RECORD_LENGTH || view.getUint32(0, true) !== LOCAL_HEADER) return false;
  const end = endRecordAt(view);
  if (end === undefined) return false;
  for (const name of entryNames(view, end)) if (name === MANIFEST) return true;
  return false;
}

/** The record stands at the very end but for a comment of the archive. */
function endRecordAt(view: DataView): number | undefined {
  const last = view.byteLength - END_RECORD_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === END_RECORD) return at;
  }
  return undefined;
}

/** The names in the central directory, as far as it is sound. */
function* entryNames(view: DataView, end: number): Generator<string> {
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry < count; entry++) {
    if (at + CENTRAL_HEADER_LENGTH > end || view.getUint32(at, true) !== CENTRAL_HEADER) return;
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as Lengths;
    const start = at + CENTRAL_HEADER_LENGTH;
    if (start + name > end) return;
    yield new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + start, name));
    at = start + name + extra + comment;
  }
}

type Lengths = [name: number, extra: number, comment: number];
