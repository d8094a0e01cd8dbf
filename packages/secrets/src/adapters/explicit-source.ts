import { Secret, type SecretSource } from '@wicketgate/core';

/** Values that a program hands over itself. They win over every other source. */
export function createExplicitSource(values: Readonly<Record<string, string | Secret>>): SecretSource {
  const known = new Map(Object.entries(values).map(([name, value]) => [name, asSecret(value)]));
  return {
    id: 'explicit',
    find: (name) => {
      const secret = known.get(name);
      return Promise.resolve(secret && { secret, place: `given by the program as ${name}` });
    },
  };
}

function asSecret(value: string | Secret): Secret {
  return typeof value === 'string' ? new Secret(value) : value;
}
