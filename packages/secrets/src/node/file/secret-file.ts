import { isDocumentPath } from '../../rules/document.ts';
import { createAttempts } from './attempts.ts';
import { createFile } from './creation.ts';
import { type Disk, systemDisk } from './disk.ts';
import { createDoubt } from './doubt.ts';
import { createKeyholder } from './keyholder.ts';
import { createNotices } from './notices.ts';
import { findIn, findInFile, readClear } from './reading.ts';
import { examineFile, recoverFile } from './recovery.ts';
import { rotateFile } from './rotation.ts';
import { summarize } from './summary.ts';
import type { SecretFile, SecretFileOptions } from './surface.ts';
import { createTurns } from './turns.ts';
import { sayingUnwritable } from './unwritable.ts';
import { Vault } from './vault.ts';
import { createWitnessStand } from './witness.ts';
import { putSecrets, removeSecret } from './writing.ts';

/** An encrypted file of secrets. Nothing is read or asked before the first call. Throws a TypeError for misused options. */
export function createSecretFile(options: SecretFileOptions): SecretFile {
  return createSecretFileOn(systemDisk, options);
}

/** On another disk: tests end the work between two of its steps. */
export function createSecretFileOn(disk: Disk, options: SecretFileOptions): SecretFile {
  checkOptions(options);
  const { file, keys, clock, random } = options;
  const attempts = createAttempts(clock);
  const { vault, doubt, forget } = createVault(disk, options, attempts);
  const inTurn = createTurns();
  const writing = <T>(work: () => Promise<T>, signal?: AbortSignal) =>
    inTurn(() => sayingUnwritable({ file, disk }, work), signal);
  const put: SecretFile['putAll'] = (entries, signal, seen) =>
    writing(() => putSecrets(entries, { vault, clock, random, signal, seen }), signal);
  const clear = (signal?: AbortSignal) => inTurn(() => readClear(vault, signal), signal);

  return {
    id: 'file',
    async find(name, signal) {
      signal?.throwIfAborted();
      // A file that is the same as before needs no turn: a hundred secrets are read within milliseconds.
      const fresh = vault.fresh();
      return fresh ? findIn(fresh, { file, name }) : inTurn(() => findInFile({ vault, doubt }, name, signal), signal);
    },
    doubt: () => doubt.current(),
    names: async (signal) => (await clear(signal))?.secrets.map(({ name }) => name) ?? [],
    put: (name, secret, signal) => put(new Map([[name, secret]]), signal),
    remove: (name, signal) => writing(() => removeSecret(name, { vault, signal }), signal),
    putAll: put,
    exists: async () => Promise.resolve(disk.stamp(file) !== undefined),
    create: (wraps, signal) => writing(() => createFile(wraps, { vault, keys, random, signal }), signal),
    async summary(signal) {
      const document = await clear(signal);
      return document && summarize(document);
    },
    async unlock(signal) {
      const { wrap, rollback } = await inTurn(() => vault.need({ signal }), signal);
      return { wrap, rollback };
    },
    async rotate(change, signal) {
      const rotated = writing(() => rotateFile(change, { vault, keys, attempts, random, signal }), signal);
      return summarize((await rotated).document);
    },
    recovery: async (signal) => (await inTurn(() => examineFile(vault, signal), signal)).plan,
    recover: (signal) => writing(() => recoverFile(vault, signal), signal),
    close: () => inTurn(forget),
  };
}

function createVault(disk: Disk, options: SecretFileOptions, attempts: ReturnType<typeof createAttempts>) {
  const { file, path, keys, clock, lockWaitMs = 30_000 } = options;
  const notices = createNotices(options);
  const witness = createWitnessStand(keys.keyring);
  const keyholder = createKeyholder({ keys, attempts, notices });
  const vault = new Vault({ file, path, disk, clock, lockWaitMs, keyholder, witness, notices });
  const doubt = createDoubt(vault);
  const forget = async () => {
    await Promise.resolve();
    vault.forget();
    doubt.forget();
    keyholder.forget();
    witness.reset();
    notices.forget();
  };
  return { vault, doubt, forget };
}

function checkOptions({ file, path, lockWaitMs = 0 }: SecretFileOptions): void {
  if (file === '') throw new TypeError('file must be the path of a file.');
  if (!isDocumentPath(path)) throw new TypeError('path must be 1 to 128 of A-Z, a-z, 0-9, ".", "_", "/" and "-".');
  if (!Number.isSafeInteger(lockWaitMs) || lockWaitMs < 0 || lockWaitMs > 600_000) {
    throw new TypeError('lockWaitMs must be a whole number from 0 to 600000.');
  }
}
