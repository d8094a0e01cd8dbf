import type { RandomBytes } from '@wicketgate/contract';
import type { Secret } from '@wicketgate/core';
import type { PassphraseWrap, SecretsDocument, Wrap } from '../../words/document.ts';
import { SecretsError } from '../../words/errors.ts';
import type { Attempts } from './attempts.ts';
import { sealedAnew } from './changes.ts';
import { createDataKey, forgetDataKey, KEY_BYTES } from './data-key.ts';
import { checkNewWrap, dropKeyringKeys, makeWraps } from './new-wraps.ts';
import { openByKeyring, openByMasterKey, openByPassphrase, type Opening, type Outcome } from './openers.ts';
import type { NewWrap, SecretFileRotation, WrappingKeys } from './surface.ts';
import type { Change, OpenState, Vault } from './vault.ts';

export interface RotationParts {
  readonly vault: Vault;
  readonly keys: WrappingKeys;
  readonly attempts: Attempts;
  readonly random: RandomBytes;
  readonly signal: AbortSignal | undefined;
}

/** By the id of a wrap that stays: how to make it again around another data key. */
type Remade = ReadonlyMap<string, NewWrap>;

/** Changes the wraps, and the data key when asked to. Keys of the keyring that open nothing any more are removed. */
export async function rotateFile(change: SecretFileRotation, parts: RotationParts): Promise<OpenState> {
  const { vault, keys, signal } = parts;
  for (const wrap of change.add ?? []) await checkNewWrap(wrap, keys);
  const passphrases = new Map<string, Secret>();
  for (;;) {
    const onPassphrase = (wrap: Wrap, passphrase: Secret) => void passphrases.set(wrap.id, passphrase);
    const { document } = await vault.need({ signal, onPassphrase });
    const staying = stayingWraps(document, change);
    const remade = change.dataKey && (await gatherKeys(document, staying, { ...parts, passphrases }));
    let before: readonly Wrap[] = [];
    const state = await vault.tryChange((current) => {
      before = current.document.wraps;
      return remade ? replaceKey(current, { change, remade, parts }) : replaceWraps(current, change, parts);
    }, signal);
    if (state === undefined) continue;
    const still = new Set(state.document.wraps.map(({ id }) => id));
    await dropKeyringKeys(
      before.filter(({ id }) => !still.has(id)),
      { file: state.document, keys },
    );
    return state;
  }
}

async function replaceWraps(
  { document, key }: OpenState,
  change: SecretFileRotation,
  { keys, random, signal }: RotationParts,
): Promise<Change | 'unchanged'> {
  const staying = stayingWraps(document, change);
  if (staying.length === document.wraps.length && !change.add?.length) return 'unchanged';
  const added = await makeWraps(change.add ?? [], { file: document, raw: key.raw, keys, random, signal });
  const undo = () => dropKeyringKeys(added, { file: document, keys });
  return { content: { ...document, wraps: [...staying, ...added] }, key, backup: 'none-of-before', undo };
}

async function replaceKey(
  current: OpenState,
  { change, remade, parts }: { change: SecretFileRotation; remade: Remade; parts: RotationParts },
): Promise<Change | 'stale'> {
  const { document } = current;
  const { keys, random, signal } = parts;
  const staying = stayingWraps(document, change).map(({ id }) => remade.get(id));
  if (staying.includes(undefined)) return 'stale';
  const all = [...staying.filter((wrap) => wrap !== undefined), ...(change.add ?? [])];
  const key = createDataKey(random(new Uint8Array(KEY_BYTES)), document.id);
  // First what may fail: wraps leave keys in the keyring.
  const secrets = sealedAnew(document, current.key, { key, random });
  const wraps = await makeWraps(all, { file: document, raw: key.raw, keys, random, signal });
  const undo = async () => {
    forgetDataKey(key);
    await dropKeyringKeys(wraps, { file: document, keys });
  };
  return { content: { ...document, wraps, secrets }, key, backup: 'none-of-before', undo };
}

/** Throws `invalid_name` for an unknown wrap, `no_wrapping_key` when none would be left. */
function stayingWraps({ wraps }: SecretsDocument, { add, remove = [] }: SecretFileRotation): readonly Wrap[] {
  const unknown = remove.find((id) => !wraps.some((wrap) => wrap.id === id));
  if (unknown !== undefined) {
    throw new SecretsError('invalid_name', 'No wrap of the file has one of the ids to remove.', {
      hint: `It has: ${wraps.map(({ id, kind }) => `${id} (${kind})`).join(', ')}.`,
    });
  }
  const staying = wraps.filter(({ id }) => !remove.includes(id));
  if (staying.length > 0 || add?.length) return staying;
  throw new SecretsError('no_wrapping_key', 'The last wrap cannot be removed: nobody could read the file any more.', {
    hint: 'Add another one in the same step.',
  });
}

async function gatherKeys(
  document: SecretsDocument,
  wraps: readonly Wrap[],
  parts: RotationParts & { passphrases: Map<string, Secret> },
): Promise<Remade> {
  const remade = new Map<string, NewWrap>();
  for (const wrap of wraps) {
    const found = await gatherKey(document, wrap, parts);
    if ('outcome' in found) throw notAtHand(document, wrap, found.outcome);
    remade.set(wrap.id, found);
  }
  return remade;
}

/** A recipient is public; of all others the key must open the wrap as it stands. */
async function gatherKey(
  document: SecretsDocument,
  wrap: Wrap,
  parts: RotationParts & { passphrases: Map<string, Secret> },
): Promise<NewWrap | { outcome: Outcome }> {
  const opening = { ...parts, file: document };
  switch (wrap.kind) {
    case 'age':
      return { kind: wrap.kind, recipient: wrap.recipient };
    case 'keyring':
      return ifOpened({ kind: wrap.kind }, await openByKeyring(wrap, opening));
    case 'master-key':
      return ifOpened({ kind: wrap.kind }, openByMasterKey(wrap, opening));
    case 'passphrase': {
      const passphrase = parts.passphrases.get(wrap.id) ?? (await askPassphrase(wrap, opening));
      return 'outcome' in passphrase ? passphrase : { kind: wrap.kind, passphrase };
    }
  }
}

async function askPassphrase(wrap: PassphraseWrap, opening: Opening): Promise<Secret | { outcome: Outcome }> {
  let given: Secret | undefined;
  const { outcome } = await openByPassphrase([wrap], { ...opening, onPassphrase: (_, answer) => (given = answer) });
  if (outcome.kind === 'opened') outcome.raw.fill(0);
  return given ?? { outcome };
}

function ifOpened(wrap: NewWrap, outcome: Outcome): NewWrap | { outcome: Outcome } {
  if (outcome.kind !== 'opened') return { outcome };
  // That it opens was all there was to know.
  outcome.raw.fill(0);
  return wrap;
}

function notAtHand({ wraps }: SecretsDocument, wrap: Wrap, outcome: Outcome): SecretsError {
  const code = outcome.kind === 'wrong' || outcome.kind === 'damaged' ? outcome.code : 'no_wrapping_key';
  const name = `wrap ${wraps.indexOf(wrap) + 1} (${wrap.kind}, ${wrap.id})`;
  const reason = outcome.kind === 'opened' ? '' : ` ${outcome.reason}`;
  return new SecretsError(code, `The data key was not replaced: ${name} would stay, and its key is needed.${reason}`, {
    ...(outcome.kind === 'absent' && outcome.cause !== undefined && { cause: outcome.cause }),
    hint: 'Give that key, or remove the wrap in the same step.',
  });
}
