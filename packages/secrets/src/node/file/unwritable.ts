import { dirname } from 'node:path';
import { SecretsError } from '../../words/errors.ts';
import type { Disk } from './disk.ts';

const MAKE_ROOM = 'Make room there, and try again.';
const ELSEWHERE = 'Keep the file in a folder of your own, or ask whoever keeps this one to let you write there.';

/** What systems say when they do not let a file be written (errno(3)). */
const FLAWS: Readonly<Record<string, { readonly flaw: string; readonly advice: string }>> = {
  ENOSPC: { flaw: 'the disk is full', advice: MAKE_ROOM },
  EDQUOT: { flaw: 'your share of the disk is used up', advice: MAKE_ROOM },
  EFBIG: { flaw: 'this process may write no file so large', advice: 'Start it anew with another limit (ulimit -f).' },
  EROFS: { flaw: 'the disk is read-only', advice: ELSEWHERE },
  EACCES: { flaw: 'you may not write there', advice: ELSEWHERE },
  EPERM: { flaw: 'you may not write there', advice: ELSEWHERE },
};

/** Does work that writes a file. Throws `unwritable_file` when the system does not let it, and says what became of the file. */
export async function sayingUnwritable<T>(
  { file, disk }: { readonly file: string; readonly disk: Disk },
  work: () => Promise<T>,
): Promise<T> {
  const before = disk.stamp(file);
  try {
    return await work();
  } catch (cause) {
    const found = flawIn(cause, file);
    if (found === undefined) throw cause;
    const { code, flaw, advice } = found;
    const untouched = before === undefined ? 'Nothing was stored.' : 'The file stayed as it was.';
    throw new SecretsError('unwritable_file', `${file} cannot be written: ${flaw} (${code}).`, {
      cause,
      hint: disk.stamp(file) === before ? `${untouched} ${advice}` : advice,
    });
  }
}

/** Where the file itself or its backup is named, it was read. What is written stands beside it first, or has no name. */
function flawIn(cause: unknown, file: string) {
  const { code = '', path } = cause instanceof Error ? (cause as NodeJS.ErrnoException) : {};
  const found = FLAWS[code];
  const folder = dirname(file);
  const isWriting =
    path === undefined ||
    (![file, `${file}.bak`].includes(path) && (path.startsWith(folder) || folder.startsWith(path)));
  return found && isWriting ? { code, ...found } : undefined;
}
