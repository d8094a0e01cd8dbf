import type { RandomBytes } from '@wicketgate/contract';
import type { Secret } from '@wicketgate/core';
import { DOCUMENT_LIMITS, serializeDocument } from '../../rules/document.ts';
import { checkEntryName } from '../../rules/secret-name.ts';
import { checkSecretValue } from '../../rules/secret-value.ts';
import type { SealedSecret, SecretsDocument } from '../../words/document.ts';
import { SecretsError } from '../../words/errors.ts';
import { authenticate, type DataKey, type FileIdentity, openSecret, sealSecret } from './data-key.ts';

export interface Sealing {
  readonly key: DataKey;
  readonly random: RandomBytes;
}

/** What a file holds apart from its index, which follows from it. */
export type Content = Omit<SecretsDocument, 'index' | 'format' | 'version'>;

/** Throws `invalid_name` or `invalid_value` before anything is opened for writing. */
export function checkEntries(entries: ReadonlyMap<string, Secret>): void {
  for (const [name, secret] of entries) checkSecretValue(checkEntryName(name), secret);
}

/** The document and its text. Throws `invalid_value` for more than a file may hold. */
export function finish(content: Content, counter: number, key: DataKey): { document: SecretsDocument; text: string } {
  refuseExcess(content);
  const head = { format: 'wicketgate-secrets', version: 1 } as const;
  const document = authenticate({ ...head, ...content, index: { counter, mac: '' } }, key);
  const text = serializeDocument(document);
  if (text.length > DOCUMENT_LIMITS.bytes) throw excess(`${DOCUMENT_LIMITS.bytes} bytes`);
  return { document, text };
}

export function withSecrets(
  document: SecretsDocument,
  entries: ReadonlyMap<string, Secret>,
  { key, random, now }: Sealing & { now: number },
): Content {
  const secrets = new Map(document.secrets.map((sealed) => [sealed.name, sealed]));
  for (const [name, secret] of entries) {
    const version = (secrets.get(name)?.version ?? 0) + 1;
    secrets.set(name, sealSecret({ name, version, updated: now, secret }, { ...document, key, random }));
  }
  return { ...document, secrets: sorted([...secrets.values()]) };
}

export function withoutSecret(document: SecretsDocument, name: string): Content {
  return { ...document, secrets: document.secrets.filter((sealed) => sealed.name !== name) };
}

/** Under another data key: each secret keeps its version and its time. */
export function sealedAnew(document: SecretsDocument, from: DataKey, to: Sealing): readonly SealedSecret[] {
  const reseal = (sealed: SealedSecret) => {
    const secret = openSecret(sealed, { ...document, key: from });
    if (secret === undefined)
      throw new SecretsError('corrupt_file', damagedSecret(sealed), { part: `secret ${sealed.name}` });
    return sealSecret({ ...sealed, secret }, { ...document, ...to });
  };
  return document.secrets.map(reseal);
}

/** One entry of a file that verifies. Throws `corrupt_file`: its writer bound it to another place. */
export function lookUp(document: SecretsDocument & FileIdentity, name: string, key: DataKey) {
  const sealed = find(document.secrets, name);
  if (sealed === undefined) return undefined;
  const secret = openSecret(sealed, { ...document, key });
  if (secret !== undefined) return { secret, sealed };
  throw new SecretsError('corrupt_file', damagedSecret(sealed), { part: `secret ${name}`, secretName: name });
}

/** By bisection: the format sorts by name. */
function find(secrets: readonly SealedSecret[], name: string): SealedSecret | undefined {
  let [from, to] = [0, secrets.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const isBefore = (secrets[middle]?.name ?? '') < name;
    [from, to] = isBefore ? [middle + 1, to] : [from, middle];
  }
  return secrets[from]?.name === name ? secrets[from] : undefined;
}

function damagedSecret({ name }: SealedSecret): string {
  return `The secret ${name} does not open with the key of its file.`;
}

/** By UTF-16 code units, as the format wants it, and not by a language. */
function sorted(secrets: readonly SealedSecret[]): readonly SealedSecret[] {
  return secrets.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function refuseExcess({ secrets, wraps }: Content): void {
  if (secrets.length > DOCUMENT_LIMITS.secrets) throw excess(`${DOCUMENT_LIMITS.secrets} secrets`);
  if (wraps.length > DOCUMENT_LIMITS.wraps) throw excess(`${DOCUMENT_LIMITS.wraps} wraps`);
}

function excess(limit: string): SecretsError {
  return new SecretsError('invalid_value', `A file of secrets holds ${limit} at most.`, {
    hint: 'Remove what is no longer used, or keep some of it in a file for another environment.',
  });
}
