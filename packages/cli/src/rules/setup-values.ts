import type { Secret } from '@wicketgate/core';
import type { SecretSpec } from '@wicketgate/secrets';

/** A value that was given for a secret. */
export interface GivenValue {
  readonly spec: SecretSpec;
  readonly secret: Secret;
}

type Entries = ReadonlyMap<string, Secret>;

/** `NAME=wicketgate:NAME` says where a value is, and is none. */
const REFERENCE = /^\s*wicketgate:/;

/** How variables are spelled, by habit. Few secrets look like that. */
const VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** For each secret the first of its names that has a value, neither blank nor a reference, in the order of the specs. */
export function givenValues(specs: readonly SecretSpec[], entries: Entries): readonly GivenValue[] {
  return specs.flatMap((spec) => {
    const candidates = [spec.name, ...spec.aliases].map((name) => entries.get(name));
    const secret = candidates.find(isValue);
    return secret === undefined ? [] : [{ spec, secret }];
  });
}

/**
 * The names with a value that no secret goes by, sorted. Only what is spelled as a variable is repeated: a secret that was
 * put where a name belongs must not be shown.
 */
export function unknownNames(specs: readonly SecretSpec[], entries: Entries): readonly string[] {
  const known = new Set(specs.flatMap(({ name, aliases }) => [name, ...aliases]));
  const unknown = [...entries].filter(([name, secret]) => !known.has(name) && isValue(secret));
  return unknown.map(([name]) => (VARIABLE.test(name) ? name : '[…]')).sort();
}

function isValue(secret: Secret | undefined): secret is Secret {
  const text = secret?.reveal() ?? '';
  return text.trim() !== '' && !REFERENCE.test(text);
}
