import { Secret, type SecretSource } from '@wicketgate/core';
import type { SecretSpec } from '../words/spec.ts';

/** What specs say is used when nobody has a value: the lowest source. */
export function createDefaultSource(specs: readonly SecretSpec[]): SecretSource {
  const known = new Map(specs.map((spec) => [spec.name, spec]));
  return {
    id: 'default',
    find: (name) => {
      const spec = known.get(name);
      if (spec?.default === undefined) return Promise.resolve(undefined);
      return Promise.resolve({ secret: new Secret(spec.default), place: `default of ${spec.from}` });
    },
  };
}
