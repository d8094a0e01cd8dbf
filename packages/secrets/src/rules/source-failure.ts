import { WicketgateError } from '@wicketgate/core';
import { SecretsError } from '../words/errors.ts';
import type { SkippedSource } from '../words/found.ts';

/** The id of the source that asks the operating system's keyring. */
const KEYRING = 'keyring';

const PASSED_OVER: readonly string[] = ['keyring_unavailable', 'keyring_locked', 'keyring_timeout'];

/**
 * A machine without a keyring, or with one that nobody unlocked, is an everyday thing: the next source is asked. Any other
 * failure ends the search, because a lower value would take the place of one that is there and cannot be read. So does an
 * encrypted file that tells the same reason: its values are there.
 */
export function isPassedOver(source: string, error: unknown): boolean {
  return source === KEYRING && SecretsError.isInstance(error) && PASSED_OVER.includes(error.code);
}

/** A keyring that is not there holds nothing; of one that is locked or silent, or of an encrypted file, nobody can tell. */
export function holdsNothing({ source, code }: { readonly source: string; readonly code: string }): boolean {
  return source === KEYRING && code === 'keyring_unavailable';
}

/** Why a source could not be asked, in words that hold no value: foreign messages are not trusted to. */
export function describeFailure(source: string, error: unknown): SkippedSource {
  if (SecretsError.isInstance(error) || WicketgateError.isInstance(error)) {
    return { source, code: error.code, reason: error.message };
  }
  const code = systemCode(error);
  return { source, code: code ?? 'failed', reason: `The source ${source} cannot be read${code ? ` (${code})` : ''}.` };
}

/** The code of an error of the operating system: `EACCES`. */
function systemCode(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : undefined;
}
