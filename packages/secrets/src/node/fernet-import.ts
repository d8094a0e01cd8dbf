import { pbkdf2Sync } from 'node:crypto';
import { Secret } from '@wicketgate/core';
import { decodeText } from '../rules/binary.ts';
import { type FernetToken, readFernetToken } from '../rules/fernet-token.ts';
import { isSecretName } from '../rules/secret-name.ts';
import { checkSecretValue } from '../rules/secret-value.ts';
import { SecretsError } from '../words/errors.ts';
import { decryptFernet, isAuthentic } from './fernet-cipher.ts';

export interface FernetImportOptions {
  /** A `.secrets.{environment}.json` of the earlier kind: one JSON object, of names and Fernet tokens. */
  readonly text: string;
  /** What `ORCHESTRA_MASTER_KEY` was when the file was written. */
  readonly masterKey: Secret;
  /** The environment that the file was written for: it is part of the salt. */
  readonly environment: string;
}

export interface FernetImport {
  readonly entries: ReadonlyMap<string, Secret>;
  /** Sentences about how well the values were kept until now. */
  readonly warnings: readonly string[];
}

const ROUNDS = 100_000;
const BUILT_IN_MASTER_KEY = 'default-key-change-me';

/**
 * Opens a file of the earlier kind: Fernet under PBKDF2-HMAC-SHA-256 of a master key, 100,000 rounds, salt
 * `orchestra-ai-{environment}`. All or nothing. Throws `wrong_key` when no token opens, `invalid_import` naming the first
 * that is damaged, and `invalid_value` for a value that cannot be kept.
 */
export function importFernet({ text, masterKey, environment }: FernetImportOptions): FernetImport {
  const tokens = readTokens(text);
  const key = pbkdf2Sync(masterKey.reveal(), `orchestra-ai-${environment}`, ROUNDS, 32, 'sha256');
  try {
    return { entries: openAll(tokens, key), warnings: warningsFor(masterKey) };
  } finally {
    key.fill(0);
  }
}

function readTokens(text: string): ReadonlyMap<string, FernetToken> {
  const members = Object.entries(jsonObject(text)).map(([name, value], at): [string, FernetToken] => {
    if (!isSecretName(name)) throw invalid(`Entry ${at + 1} has a name that no secret can have`);
    const token = typeof value === 'string' ? readFernetToken(value) : undefined;
    if (token === undefined) throw invalid(`The entry ${name} is no Fernet token, or a damaged one`, name);
    return [name, token];
  });
  if (members.length === 0) throw invalid('The file holds no entry');
  return new Map(members);
}

function jsonObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw invalid('The file is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid('The file is not a JSON object of names and Fernet tokens');
}

/** One that does not open beside others that do was damaged; when none does, the key is another. */
function openAll(tokens: ReadonlyMap<string, FernetToken>, key: Uint8Array): ReadonlyMap<string, Secret> {
  const strangers = [...tokens].filter(([, token]) => !isAuthentic(token, key)).map(([name]) => name);
  if (strangers.length === tokens.size) {
    throw new SecretsError('wrong_key', 'The master key and the environment do not open this file.', {
      hint: `Where ORCHESTRA_MASTER_KEY was not set, the key is "${BUILT_IN_MASTER_KEY}". The environment is part of the file's name.`,
    });
  }
  const [stranger] = strangers;
  if (stranger !== undefined) throw invalid(`The entry ${stranger} is damaged, or of another key`, stranger);
  return new Map(Array.from(tokens, ([name, token]) => [name, open(name, { token, key })]));
}

function open(name: string, { token, key }: { token: FernetToken; key: Uint8Array }): Secret {
  try {
    const plain = decryptFernet(token, key);
    const secret = new Secret(decodeText(plain));
    plain.fill(0);
    checkSecretValue(name, secret);
    return secret;
  } catch (cause) {
    if (SecretsError.isInstance(cause)) throw cause;
    throw invalid(`The entry ${name} was not written as UTF-8 text in Fernet's padding`, name);
  }
}

function warningsFor(masterKey: Secret): string[] {
  const weak =
    'Until now these values lay under a key of 100,000 rounds over a salt that everybody knows: whoever had the file could try master keys. Delete it and its copies.';
  if (masterKey.reveal() !== BUILT_IN_MASTER_KEY) return [weak];
  return [
    weak,
    'The master key was the one built into the earlier tool: anybody could read the file. Replace each of these keys where it was made.',
  ];
}

function invalid(what: string, secretName?: string): SecretsError {
  return new SecretsError('invalid_import', `${what}. Nothing was imported.`, { secretName });
}
