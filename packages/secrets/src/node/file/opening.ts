import type { Secret } from '@wicketgate/core';
import type { SecretsDocument, Wrap, WrapKind } from '../../words/document.ts';
import { SecretsError } from '../../words/errors.ts';
import { openByAge, openByKeyring, openByMasterKey, openByPassphrase, type OpenedBy, type Opening } from './openers.ts';

/** The order in which keys are tried: what asks nobody first. */
const ORDER: readonly WrapKind[] = ['keyring', 'master-key', 'age', 'passphrase'];

const GIVE_KEY = 'Give one of these keys. Without any of them nobody can read the file.';

export interface OpenedFile {
  /** The data key. */
  readonly raw: Uint8Array;
  readonly wrap: Wrap;
  /** The wraps that were tried before. */
  readonly passedOver: readonly OpenedBy[];
}

/**
 * Unwraps the data key. A wrap whose key is not at hand, or is another one, is passed over. When none opens: `corrupt_file`
 * if one is damaged, else `wrong_key` if a key was given, else the keyring's own refusal if that alone kept each of them
 * shut, else `no_wrapping_key`; the message names each wrap.
 */
export async function openFile(document: SecretsDocument, opening: Opening): Promise<OpenedFile> {
  const passedOver: OpenedBy[] = [];
  for await (const tried of tryAll(document.wraps, opening)) {
    if (tried.outcome.kind === 'opened') return { raw: tried.outcome.raw, wrap: tried.wrap, passedOver };
    passedOver.push(tried);
  }
  throw refusal(document, passedOver);
}

async function* tryAll(wraps: readonly Wrap[], opening: Opening): AsyncGenerator<OpenedBy> {
  const identities = askOnce(() => opening.keys.ageIdentity?.(opening.signal));
  for (const wrap of wraps.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))) {
    if (wrap.kind === 'keyring') yield { wrap, outcome: await openByKeyring(wrap, opening) };
    if (wrap.kind === 'master-key') yield { wrap, outcome: openByMasterKey(wrap, opening) };
    if (wrap.kind === 'age') yield { wrap, outcome: await openByAge(wrap, await identities()) };
  }
  const [first, ...others] = wraps.filter((wrap) => wrap.kind === 'passphrase');
  if (first === undefined) return;
  const tried = await openByPassphrase([first, ...others], opening);
  if (tried.outcome.kind === 'opened') yield tried;
  else yield* [first, ...others].map((wrap) => ({ ...tried, wrap }));
}

function askOnce(ask: () => Promise<Secret | undefined> | undefined) {
  let answer: Promise<Secret | undefined> | undefined;
  return () => (answer ??= Promise.resolve(ask()));
}

function refusal({ wraps }: SecretsDocument, tried: readonly OpenedBy[]): SecretsError {
  const damaged = tried.find(({ outcome }) => outcome.kind === 'damaged');
  const decisive = damaged ?? tried.find(({ outcome }) => outcome.kind === 'wrong');
  const name = ({ wrap }: OpenedBy) => `wrap ${wraps.indexOf(wrap) + 1} (${wrap.kind})`;
  const all = tried.map((one) => `${name(one)}: ${one.outcome.kind === 'opened' ? '' : one.outcome.reason}`).join('\n');
  const kept = decisive === undefined ? onlyRefusal(tried) : undefined;
  const code = decisive === undefined || decisive.outcome.kind === 'opened' ? 'no_wrapping_key' : decisive.outcome.code;
  const cause = tried.map(({ outcome }) => outcome.kind === 'absent' && outcome.cause).find(Boolean);
  return new SecretsError(kept?.code ?? code, `No key at hand opens the file of secrets.\n${all}`, {
    ...(cause !== undefined && cause !== false && { cause }),
    ...(damaged && { part: `wrap ${wraps.indexOf(damaged.wrap) + 1}` }),
    hint: damaged ? 'If the file was damaged: wicketgate secrets recover' : (kept?.hint ?? GIVE_KEY),
  });
}

/** What kept every wrap shut, where that is one and the same refusal of the keyring: then no other key is missing. */
function onlyRefusal(tried: readonly OpenedBy[]): SecretsError | undefined {
  const refusals = tried.map(({ outcome }) => (outcome.kind === 'absent' ? outcome.cause : undefined));
  const [first] = refusals;
  return refusals.every((refusal) => refusal !== undefined && refusal.code === first?.code) ? first : undefined;
}
