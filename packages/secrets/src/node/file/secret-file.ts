import { isDocumentPath } from '../../rules/document.ts';
import { createAttempts } from './attempts.ts';
import { checkEntries, lookUp, withoutSecret, withSecrets } from './changes.ts';
import { createFile } from './creation.ts';
import { type Disk, systemDisk } from './disk.ts';
import { createKeyholder } from './keyholder.ts';
import { createNotices } from './notices.ts';
import { examineFile, recoverFile } from './recovery.ts';
import { rotateFile } from './rotation.ts';
import { summarize } from './summary.ts';
import type { SecretFile, SecretFileOptions } from './surface.ts';
import { createTurns } from './turns.ts';
import { type OpenState, Vault } from './vault.ts';
import { createWitnessStand } from './witness.ts';

/** An encrypted file of secrets. Nothing is read or asked until the first call. Throws a TypeError for misused options. */
export function createSecretFile(options: SecretFileOptions): SecretFile {
  return createSecretFileOn(systemDisk, options);
}

/** On another disk: tests end the work between two of its steps. */
export function createSecretFileOn(disk: Disk, options: SecretFileOptions): SecretFile {
  const { file, path, keys, clock, random, lockWaitMs = 30_000 } = options;
  if (file === '') throw new TypeError('file must be the path of a file.');
  if (!isDocumentPath(path)) throw new TypeError('path must be 1 to 128 of A-Z, a-z, 0-9, ".", "_", "/" and "-".');
  const notices = createNotices(options);
  const attempts = createAttempts(clock);
  const witness = createWitnessStand(keys.keyring);
  const unlock = createKeyholder({ keys, attempts, notices });
  const vault = new Vault({ file, path, disk, clock, lockWaitMs, unlock, witness, notices });
  const inTurn = createTurns();

  const found = ({ document, key }: OpenState, name: string) => {
    const entry = lookUp(document, name, key);
    if (entry === undefined) return undefined;
    const { version, updated } = entry.sealed;
    return { secret: entry.secret, place: `${file}, version ${version}`, updatedAt: updated };
  };

  /** Names stand in clear: of a file that is locked nobody needs to be asked for a key to tell that it has no such name. */
  const findLocked = async (name: string, signal: AbortSignal | undefined) => {
    if (!vault.isUnlocked) {
      const snapshot = await vault.peek();
      if (!snapshot?.document.secrets.some((sealed) => sealed.name === name)) return undefined;
    }
    const state = await vault.open({ signal });
    return state && found(state, name);
  };

  const putAll: SecretFile['putAll'] = (entries, signal) =>
    inTurn(async () => {
      checkEntries(entries);
      await vault.change((state) => {
        if (entries.size === 0) return 'unchanged';
        const content = withSecrets(state.document, entries, { key: state.key, random, now: clock.now() });
        return { content, key: state.key, backup: 'previous' };
      }, signal);
    }, signal);

  return {
    id: 'file',

    async find(name, signal) {
      signal?.throwIfAborted();
      const fresh = vault.fresh();
      return fresh ? found(fresh, name) : inTurn(() => findLocked(name, signal), signal);
    },

    names: (signal) =>
      inTurn(async () => {
        const { document } = (vault.isUnlocked ? await vault.open({ signal }) : await vault.peek()) ?? {};
        return document?.secrets.map(({ name }) => name) ?? [];
      }, signal),

    exists: () => Promise.resolve(disk.stamp(file) !== undefined),

    create: (wraps, signal) => inTurn(() => createFile(wraps, { vault, keys, random, signal }), signal),

    summary: (signal) =>
      inTurn(async () => {
        const snapshot = vault.isUnlocked ? await vault.open({ signal }) : await vault.peek();
        return snapshot && summarize(snapshot.document);
      }, signal),

    unlock: (signal) =>
      inTurn(async () => {
        const { wrap, rollback } = await vault.need({ signal });
        return { wrap, rollback };
      }, signal),

    put: (name, secret, signal) => putAll(new Map([[name, secret]]), signal),

    putAll,

    remove: (name, signal) =>
      inTurn(async () => {
        // Undefined where there is no file: then nothing is there to remove.
        if ((await vault.peek()) === undefined) return false;
        let isThere = false;
        await vault.change((state) => {
          isThere = state.document.secrets.some((sealed) => sealed.name === name);
          if (!isThere) return 'unchanged';
          return { content: withoutSecret(state.document, name), key: state.key, backup: 'previous' };
        }, signal);
        return isThere;
      }, signal),

    rotate: (change, signal) =>
      inTurn(async () => {
        const { document } = await rotateFile(change, { vault, keys, attempts, random, signal });
        return summarize(document);
      }, signal),

    recovery: (signal) => inTurn(async () => (await examineFile(vault, signal)).plan, signal),

    recover: (signal) => inTurn(() => recoverFile(vault, signal), signal),

    close: () =>
      inTurn(() => {
        vault.forget();
        witness.reset();
        notices.forget();
        return Promise.resolve();
      }),
  };
}
