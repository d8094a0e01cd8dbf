import { open, unlink } from 'node:fs/promises';
import { StartError } from './start-error.ts';

/** Where a new key goes, before it is committed: no key may exist that nobody was given. */
export interface KeyOutput {
  open(): Promise<OpenKeyOutput>;
}

export interface OpenKeyOutput {
  /** Throws `StartError` when the key did not arrive. */
  write(key: string): Promise<void>;
  /** Undoes the opening when no key came to be. */
  abandon(): Promise<void>;
}

/** One line for a writer such as stdout. */
export function keyToWriter(write: (text: string) => Promise<void>): KeyOutput {
  const output = {
    write: (key: string) => write(`${key}\n`).catch(lost('The output')),
    abandon: () => Promise.resolve(),
  };
  return { open: () => Promise.resolve(output) };
}

/** A new file for its owner alone. Opening throws `StartError` when there is one by that name, a link included. */
export function keyToFile(file: string): KeyOutput {
  return {
    async open() {
      const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
        throw new StartError(sentenceOf(cause as NodeJS.ErrnoException, file), { cause });
      });
      return {
        async write(key) {
          await handle
            .writeFile(`${key}\n`)
            .then(() => handle.sync())
            .then(() => handle.close())
            .catch(lost(file));
        },
        async abandon() {
          await handle.close();
          await unlink(file);
        },
      };
    },
  };
}

function sentenceOf(error: NodeJS.ErrnoException, file: string): string {
  if (error.code === 'EEXIST') return `${file} exists already and is not overwritten. Name a new file.`;
  return `${file} cannot be made (${error.code ?? 'unknown error'}). Check its folder.`;
}

function lost(place: string): (cause: unknown) => never {
  return (cause) => {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    throw new StartError(`${place} cannot be written (${code}). No key was made.`, { cause });
  };
}
