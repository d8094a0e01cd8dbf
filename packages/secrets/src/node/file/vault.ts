import type { Clock } from '@wicketgate/core';
import { withFileLock } from '@wicketgate/core/files';
import { SecretsError } from '../../words/errors.ts';
import { type Content, finish } from './changes.ts';
import type { DataKey } from './data-key.ts';
import type { Disk } from './disk.ts';
import { confirming, type ConfirmLock, isLockLost } from './held-lock.ts';
import type { Keyholder, Unlocked, UnlockOptions } from './keyholder.ts';
import { parseSnapshot, readText, type Snapshot } from './snapshot.ts';
import {
  announce,
  askWitness,
  type Rollback,
  rolledBack,
  settleWithWitness,
  tellWitness,
  type WitnessParts,
} from './witnessing.ts';

/** Longer than any work under the lock, which may wait for a slow disk and a keyring. A dead holder counts at once. */
const STALE_LOCK_MS = 600_000;

export interface VaultParts extends WitnessParts {
  readonly path: string;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly lockWaitMs: number;
  readonly keyholder: Keyholder;
}

/** The file as it was read and verified last. */
export interface OpenState extends Snapshot, Unlocked {
  readonly rollback: Rollback;
}

export interface Change {
  readonly content: Content;
  /** The key that the content is sealed under. */
  readonly key: DataKey;
  /** Old wraps shall open nothing, so the backup is replaced as well. */
  readonly backup: 'previous' | 'none-of-before';
  /** Takes back what was prepared outside the file. Called when the file was not written. */
  readonly undo?: () => Promise<void>;
}

/** Decides a change of a verified file. `stale`: what it was prepared for is no longer there. */
export type Make = (state: OpenState) => Promise<Change | 'unchanged' | 'stale'> | Change | 'unchanged' | 'stale';

type OpenOptions = Pick<UnlockOptions, 'signal' | 'onPassphrase' | 'asking'>;

/** One file of secrets, kept verified in memory for as long as the file on disk is the same. */
export class Vault {
  readonly parts: VaultParts;
  #held: OpenState | undefined;

  constructor(parts: VaultParts) {
    this.parts = parts;
  }

  get isUnlocked(): boolean {
    return this.#held !== undefined;
  }

  /** What is held, when the file on disk is still the same. */
  fresh(): OpenState | undefined {
    const held = this.#held;
    return held !== undefined && this.parts.disk.stamp(this.parts.file) === held.stamp ? held : undefined;
  }

  /** The file as it stands, unverified. */
  async peek(): Promise<Snapshot | undefined> {
    const read = await readText(this.parts.disk, this.parts.file);
    return read && parseSnapshot(read, this.parts);
  }

  /** The file as it stands, verified; undefined when there is none. */
  async open(options: OpenOptions): Promise<OpenState | undefined> {
    for (;;) {
      const fresh = this.fresh();
      if (fresh !== undefined) return fresh;
      const snapshot = await this.peek();
      // What was read before is not forgotten: the file that comes next may be an older one.
      if (snapshot === undefined) return undefined;
      const { key, wrap } = await this.parts.keyholder.unlock(snapshot.document, { ...options, file: this.parts.file });
      const rollback = await this.#witnessed(snapshot, key, options.signal);
      if (rollback !== undefined) return this.adopt({ ...snapshot, key, wrap, rollback });
    }
  }

  /** As `open`. Throws `no_file`. */
  async need(options: OpenOptions): Promise<OpenState> {
    const state = await this.open(options);
    if (state !== undefined) return state;
    throw new SecretsError('no_file', `There is no file of secrets at ${this.parts.file}.`, {
      hint: 'Make one with: wicketgate secrets set NAME',
    });
  }

  /** Changes the file under its lock. Whoever is asked for a key is asked before. */
  async change(make: Make, signal?: AbortSignal): Promise<OpenState> {
    for (;;) {
      const changed = await this.tryChange(make, signal);
      if (changed !== undefined) return changed;
    }
  }

  /** As `change`, once; undefined when another writer was faster with something that needs another look. */
  async tryChange(make: Make, signal?: AbortSignal): Promise<OpenState | undefined> {
    await this.need({ signal });
    return this.locked(async (confirm) => {
      const current = await this.#openHere();
      if (current === undefined) return undefined;
      signal?.throwIfAborted();
      const change = await make(current);
      if (change === 'unchanged') return current;
      return change === 'stale' ? undefined : this.#commit(current, change, confirm);
    }, signal);
  }

  /** `confirm` is for the write: whoever slept for longer than the lock holds must not undo what others wrote. */
  locked<T>(work: (confirm: ConfirmLock) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { file, lockWaitMs: waitMs, clock } = this.parts;
    const options = { waitMs, staleMs: STALE_LOCK_MS, clock, ...(signal && { signal }) };
    return withFileLock(`${file}.lock`, (lock) => work(confirming(file, lock)), options);
  }

  adopt(state: OpenState): OpenState {
    this.parts.keyholder.learn(state);
    return (this.#held = state);
  }

  /** What this process has seen of the file counts no more. Keys are kept. */
  forget(): void {
    this.#held = undefined;
  }

  /**
   * Under the lock, without asking anybody; undefined when no key from before fits. Reads the file anew: what a folder that
   * several machines share tells of a file's times may be some seconds old, and what it answers to an opening is not.
   */
  async #openHere(): Promise<OpenState | undefined> {
    const read = await readText(this.parts.disk, this.parts.file);
    if (read === undefined) return undefined;
    const held = this.#held;
    if (held?.stamp === read.stamp && held.text === read.text) return held;
    const snapshot = parseSnapshot(read, this.parts);
    const unlocked = this.parts.keyholder.known(snapshot.document);
    if (unlocked === undefined) return undefined;
    this.#refuseOlderThanHeld(snapshot);
    const { key, wrap } = unlocked;
    const rollback = await settleWithWitness(this.parts, { document: snapshot.document, key });
    return this.adopt({ ...snapshot, key, wrap, rollback });
  }

  /** Asks the witness; undefined when the file has changed meanwhile. */
  async #witnessed(snapshot: Snapshot, key: DataKey, signal?: AbortSignal): Promise<Rollback | undefined> {
    this.#refuseOlderThanHeld(snapshot);
    const seen = { document: snapshot.document, key };
    const answer = await askWitness(this.parts, seen, signal);
    if (answer !== undefined) return answer;
    return this.locked(async () => {
      const isSame = (await this.parts.disk.read(this.parts.file)) === snapshot.text;
      return isSame ? settleWithWitness(this.parts, seen) : undefined;
    }, signal);
  }

  /** What this process has seen itself needs no keyring. */
  #refuseOlderThanHeld({ document: { id, index } }: Snapshot): void {
    const held = this.#held?.document;
    if (held?.id !== id) return;
    const isLater = index.counter > held.index.counter;
    if (isLater || (index.counter === held.index.counter && index.mac === held.index.mac)) return;
    throw rolledBack(`${this.parts.file} is an older one than this program has read before.`);
  }

  /** Backup, file, witness: whatever ends the process in between leaves a file that opens, or its backup. */
  async #commit(current: OpenState, change: Change, confirm: ConfirmLock): Promise<OpenState | undefined> {
    const { disk, file } = this.parts;
    try {
      const { document, text } = finish(change.content, current.document.index.counter + 1, change.key);
      await disk.sweep(file);
      await disk.write(`${file}.bak`, current.text);
      if (change.key !== current.key) await announce(this.parts, current, { document, key: change.key });
      // Whoever slept for longer than the lock holds must not undo what others wrote meanwhile.
      if ((await disk.read(file)) !== current.text) {
        await change.undo?.();
        return undefined;
      }
      await disk.write(file, text, confirm);
      // At once: a keyring may take seconds, and what somebody puts there meanwhile was not read.
      const stamp = disk.stamp(file) ?? '';
      const rollback = await tellWitness(this.parts, document, change.key);
      const state = this.adopt({ text, document, stamp, key: change.key, wrap: current.wrap, rollback });
      if (change.backup === 'none-of-before') await this.#replaceBackup(text);
      return state;
    } catch (error) {
      // A write may fail after the file is in place: only what is surely not written is taken back.
      if (isLockLost(error) || disk.stamp(file) === current.stamp) await change.undo?.();
      throw error;
    }
  }

  /** The file is written: on a full disk rather no backup than one that a removed key opens. */
  async #replaceBackup(text: string): Promise<void> {
    const { disk, file } = this.parts;
    try {
      await disk.write(`${file}.bak`, text);
    } catch {
      await disk.remove(`${file}.bak`);
    }
  }
}
