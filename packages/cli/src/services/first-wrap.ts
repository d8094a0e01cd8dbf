import { type Keyring, SecretsError } from '@wicketgate/secrets';
import type { NewWrap } from '@wicketgate/secrets/node';
import { canAsk } from '../adapters/prompts.ts';
import { variableOf } from '../rules/variable.ts';
import type { WrapChoice } from '../rules/wrap-choice.ts';
import type { Context } from './context.ts';
import { newWrap } from './wrapping-keys.ts';

export interface FirstWrapOptions {
  readonly keyring: Keyring;
  /** `--wrap`: instead of what is chosen without it. */
  readonly wrap?: WrapChoice | undefined;
  /** `--new-passphrase-file`: instead of a question. */
  readonly passphraseFile?: string | undefined;
  /** What is to be kept, which says what else can be done where there is no key: default `secrets`. */
  readonly purpose?: FilePurpose | undefined;
}

/** What an encrypted file is made for: secrets, by commands that have `--wrap`; a sign-in; or the key of `login --key`. */
export type FilePurpose = 'secrets' | 'sign-in' | 'key';

const WAYS = [
  'unlock or install a keyring (GNOME Keyring or KWallet on Linux)',
  'set WICKETGATE_MASTER_KEY to the output of `openssl rand -base64 32`, and keep that safe',
  'run this at a terminal, which asks for a passphrase',
] as const;

/** What each kind of command has beside what all have: a way that names an option of another would lead nowhere. */
const FURTHER_WAYS = {
  secrets: ['name another way: --wrap age:RECIPIENT, or --wrap passphrase --new-passphrase-file FILE'],
  'sign-in': ['keep the sign-in in a plain file that your account alone can read, with --store plain'],
  key: [],
} as const;

/**
 * The key that wraps a new encrypted file: the one that was named; else a keyring that works and outlives a restart, the
 * master key of the environment, a passphrase that is typed. There is no default key: where none of these is, it throws
 * `no_wrapping_key` with the ways out.
 */
export async function firstWrap(context: Context, options: FirstWrapOptions): Promise<NewWrap> {
  const { keyring, wrap, passphraseFile, purpose = 'secrets' } = options;
  if (wrap !== undefined) return newWrap(context, wrap, passphraseFile);
  if (passphraseFile !== undefined) return newWrap(context, 'passphrase', passphraseFile);
  const report = await keyring.probe(context.io.signal);
  if (report.usable && report.persistent === 'yes') return { kind: 'keyring' };
  if (variableOf(context.io.env, 'WICKETGATE_MASTER_KEY') !== undefined) return { kind: 'master-key' };
  if (canAsk(context.io)) return newWrap(context, 'passphrase');
  const reason = report.usable ? `${report.backend} may forget what it holds.` : report.reason;
  throw new SecretsError('no_wrapping_key', `There is no key to encrypt the file with. ${reason}`, {
    hint: waysOut(purpose),
  });
}

function waysOut(purpose: FilePurpose): string {
  return `Any one of these will do:\n${[...WAYS, ...FURTHER_WAYS[purpose]].join(';\n')}.`;
}
