import type { RandomBytes } from '@wicketgate/contract';
import { SecretsError } from '../../words/errors.ts';
import { type Content, finish } from './changes.ts';
import { createDataKey, type DataKey, KEY_BYTES } from './data-key.ts';
import { type ConfirmLock, isLockLost } from './held-lock.ts';
import { checkNewWrap, dropKeyringKeys, makeWraps } from './new-wraps.ts';
import type { NewWrap, WrappingKeys } from './surface.ts';
import type { Vault } from './vault.ts';
import { tellWitness } from './witnessing.ts';

const FILE_ID_BYTES = 16;

export interface CreationParts {
  readonly vault: Vault;
  readonly keys: WrappingKeys;
  readonly random: RandomBytes;
  readonly signal: AbortSignal | undefined;
}

/** Makes an empty file with these wraps. There is no default key. */
export async function createFile(
  wraps: readonly NewWrap[],
  { vault, keys, random, signal }: CreationParts,
): Promise<void> {
  const [first] = wraps;
  if (first === undefined) throw withoutKey();
  for (const wrap of wraps) await checkNewWrap(wrap, keys);
  const { file, path, disk } = vault.parts;
  await disk.makeFolder(file);
  await vault.locked(async (confirm) => {
    refuseExisting(vault);
    const id = Buffer.from(random(new Uint8Array(FILE_ID_BYTES))).toString('base64url');
    const key = createDataKey(random(new Uint8Array(KEY_BYTES)), id);
    const made = await makeWraps(wraps, { file: { id, path }, raw: key.raw, keys, random, signal });
    const written = await writeFirst({ id, path, wraps: made, secrets: [] }, key, { vault, confirm }).catch(
      async (error: unknown) => {
        // What stands there may be ours, if the write failed only after it was in place. Of another file it is never the key.
        if (isRefusal(error) || disk.stamp(file) === undefined) {
          await dropKeyringKeys(made, { file: { id, path }, keys });
        }
        throw error;
      },
    );
    const rollback = await tellWitness(vault.parts, written.document, key);
    vault.adopt({ ...written, key, wrap: { id: made[0]?.id ?? '', kind: first.kind }, rollback });
  }, signal);
}

async function writeFirst(
  content: Content,
  key: DataKey,
  { vault, confirm }: { readonly vault: Vault; readonly confirm: ConfirmLock },
) {
  const { disk, file } = vault.parts;
  const { document, text } = finish(content, 1, key);
  await disk.sweep(file);
  // Whoever slept for longer than the lock holds must not write over what others made meanwhile.
  refuseExisting(vault);
  await disk.write(file, text, confirm);
  return { document, text, stamp: disk.stamp(file) ?? '' };
}

function isRefusal(error: unknown): boolean {
  return isLockLost(error) || (SecretsError.isInstance(error) && error.code === 'file_exists');
}

function refuseExisting({ parts: { file, disk } }: Vault): void {
  if (disk.stamp(file) !== undefined) {
    throw new SecretsError('file_exists', `There is something at ${file} already.`, {
      hint: 'Use it, or move it away first.',
    });
  }
  if (disk.stamp(`${file}.bak`) === undefined) return;
  throw new SecretsError('file_exists', `${file} is gone, and its backup is still there.`, {
    hint: 'Put it in place with "wicketgate secrets recover", or move the backup away to begin anew.',
  });
}

function withoutKey(): SecretsError {
  return new SecretsError('no_wrapping_key', 'A file of secrets is never made without a key that wraps it.', {
    hint: [
      'Give one or more of these:',
      'the keyring of this machine;',
      'a passphrase;',
      'an age recipient;',
      'WICKETGATE_MASTER_KEY, made with "openssl rand -base64 32".',
    ].join('\n'),
  });
}
