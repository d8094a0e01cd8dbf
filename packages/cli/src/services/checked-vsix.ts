import { readWholeFile } from '../adapters/input.ts';
import { sha256Of } from '../rules/sha256.ts';
import { isVsix } from '../rules/vsix.ts';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';

const MEGABYTE = 1_000_000;
const MOST_MEGABYTES = 200;

export interface WantedVsix {
  readonly path: string;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: string;
}

/** The bytes of an extension, once their SHA-256 is the one that was asked for and they are an extension at all. */
export async function readCheckedVsix(
  { path, sha256 }: WantedVsix,
  { signal }: Pick<CliIo, 'signal'>,
): Promise<Uint8Array> {
  const bytes = await readWholeFile(path, { limit: MOST_MEGABYTES * MEGABYTE, signal });
  if (bytes === undefined) {
    throw new CommandFailure('not_a_vsix', `${path} is larger than ${MOST_MEGABYTES} MB, which no extension is.`);
  }
  const actual = sha256Of(bytes);
  if (actual !== sha256) {
    const hint = 'Nothing was installed. Get the file again, and the digest from where it was published.';
    const message = `${path} is not the file that was meant: its SHA-256 is ${actual}, not ${sha256}.`;
    throw new CommandFailure('wrong_digest', message, { hint });
  }
  if (isVsix(bytes)) return bytes;
  const hint = 'Name the .vsix file itself, not the page or the archive that it came in.';
  throw new CommandFailure('not_a_vsix', `${path} has the right SHA-256 and is no VS Code extension.`, { hint });
}
