import { resolve } from 'node:path';
import { WicketgateError } from '@wicketgate/core';
import { readPrivateFile, removeUnfinished, withFileLock, writeFileAtomic } from '@wicketgate/core/files';
import { formatServiceKeyFile, parseServiceKeyFile, type ServiceKeyFile } from '../domain/service-key-text.ts';
import { followWithinFolder } from './linked-file.ts';
import { ServiceKeysError } from './service-keys-error.ts';
import { StartError } from './start-error.ts';

/** Room for hundreds of keys. */
const MAX_BYTES = 64 * 1024;

/** What the file holds. Throws `ServiceKeysError`: `missing`, `unsafe`, `damaged` or `unavailable`. */
export async function readKeyFile(file: string): Promise<ServiceKeyFile> {
  const path = resolve(file);
  const text = await readText(path);
  try {
    return parseServiceKeyFile(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'is not understood';
    throw new ServiceKeysError('damaged', `${path} ${reason}. Restore it from a backup.`, { cause });
  }
}

/**
 * Replaces what the file holds, at once or not at all; of several that do so at the same time each starts from what the
 * one before left. Writes nothing when the change answers what it was given. Throws as `readKeyFile` does.
 */
export async function rewriteKeyFile(
  file: string,
  change: (held: ServiceKeyFile) => ServiceKeyFile | Promise<ServiceKeyFile>,
): Promise<ServiceKeyFile> {
  // Before the lock: in a folder that is not there no lock can be made either.
  await readKeyFile(file);
  const path = await targetOf(resolve(file));
  return withFileLock(`${path}.lock`, async (lock) => {
    const held = await readKeyFile(path);
    const changed = await change(held);
    if (changed === held) return held;
    await removeUnfinished(path);
    const beforeRename = async () => {
      if (!(await lock.isHeld()))
        throw new ServiceKeysError('unavailable', `${path} is being changed by another process.`);
    };
    await writeFileAtomic(path, formatServiceKeyFile(changed), { mode: 0o600, beforeRename });
    return changed;
  }).catch(unwritable(path));
}

async function readText(path: string): Promise<string> {
  try {
    const text = await readPrivateFile(await targetOf(path), MAX_BYTES);
    if (text !== undefined) return text;
  } catch (cause) {
    if (cause instanceof ServiceKeysError) throw cause;
    if (cause instanceof WicketgateError) throw new ServiceKeysError('unsafe', cause.message, { cause });
    throw new ServiceKeysError('unavailable', `${path} cannot be read.`, { cause });
  }
  throw new ServiceKeysError('missing', `The service keys are missing: there is no ${path}.`);
}

async function targetOf(path: string): Promise<string> {
  const target = await followWithinFolder(path);
  if (target !== undefined) return target;
  throw new ServiceKeysError('unsafe', `${path} is a symbolic link to another folder.`);
}

function unwritable(path: string): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof ServiceKeysError || cause instanceof StartError) throw cause;
    const sentence =
      cause instanceof WicketgateError
        ? cause.message
        : `${path} cannot be written. Check that its folder is writable.`;
    throw new ServiceKeysError('unavailable', sentence, { cause });
  };
}
