import { SecretsError, type SecretSpec } from '@wicketgate/secrets';
import { isVariableName } from '../rules/variable-name.ts';

const HINT =
  'It is not repeated here, for it may be a value. If it was one, it is in the history of the shell now: replace it ' +
  'where it was made.';

/**
 * Does what was asked for names that somebody typed. When they are not set, and one of them may be a value that stands in
 * the wrong place, the failure repeats none of them: what is printed ends up in logs.
 */
export async function hidingValues<Result>(
  names: readonly string[],
  specs: readonly SecretSpec[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const isMissing = SecretsError.isInstance(cause) && cause.code === 'missing_secret';
    throw isMissing && names.some((name) => mayBeValue(name, specs)) ? noSuchName(names.length) : cause;
  }
}

/** Ends a command about a name that is nowhere and may be a value. */
export function refuseUnknownValue(name: string, specs: readonly SecretSpec[]): void {
  if (mayBeValue(name, specs)) throw noSuchName(1);
}

function mayBeValue(name: string, specs: readonly SecretSpec[]): boolean {
  return !isVariableName(name) && !specs.some((spec) => spec.name === name || spec.aliases.includes(name));
}

function noSuchName(count: number): SecretsError {
  const message = count === 1 ? 'No secret of that name is set.' : 'Not all secrets of these names are set.';
  return new SecretsError('missing_secret', message, { hint: HINT });
}
