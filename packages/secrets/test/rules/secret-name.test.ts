import { describe, expect, it } from 'vitest';
import { checkSecretName, isSecretName } from '../../src/rules/secret-name.ts';

const LONGEST = `A${'b'.repeat(127)}`;

describe('the name of a secret', () => {
  it.each(['A', '_', 'OPENAI_API_KEY', 'db.password-2', LONGEST])('may be %s', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(checkSecretName(name)).toBe(name);
  });

  it.each(['', '1A', '-a', '.env', 'A B', 'A=B', 'A\n', 'Ä', '../a', 'a/b', `${LONGEST}b`])(
    'may not be %j, and the error does not repeat it',
    (name) => {
      expect(() => checkSecretName(name)).toThrow(
        expect.objectContaining({ code: 'invalid_name', message: 'This is no name of a secret.' }),
      );
    },
  );
});
