import { type FoundSecret, Secret, type SecretSource } from '@wicketgate/core';
import { notAllowed } from '../rules/missing-secrets.ts';
import type { SecretSpec } from '../words/spec.ts';

/**
 * What specs say is used when nobody has a value: the lowest source. Throws `not_allowed` for a value of a project's file
 * that is not allowed.
 */
export function createDefaultSource(specs: readonly SecretSpec[]): SecretSource {
  const known = new Map(specs.map((spec) => [spec.name, spec]));
  return {
    id: 'default',
    find: (name) => {
      const spec = known.get(name);
      if (spec?.withheld?.includes('default')) return Promise.reject(notAllowed(spec, 'default'));
      return Promise.resolve(spec && defaultOf(spec));
    },
  };
}

function defaultOf({ default: value, from }: SecretSpec): FoundSecret | undefined {
  return value === undefined ? undefined : { secret: new Secret(value), place: `default of ${from}` };
}
