import { describe, expect, it } from 'vitest';
import { checkEntryName, checkSecretName, isEntryName, isSecretName } from '../../src/rules/secret-name.ts';

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

  it.each(['wicketgate.token.', `wicketgate.token.${'ab'.repeat(32)}`])(
    'may not be %s, which an encrypted file has for sign-ins',
    (name) => {
      expect(isSecretName(name)).toBe(false);
      expect(() => checkSecretName(name)).toThrow(expect.objectContaining({ code: 'invalid_name' }));
      expect(isEntryName(name)).toBe(true);
      expect(checkEntryName(name)).toBe(name);
    },
  );

  it.each(['wicketgate.token', 'wicketgate.tokens', 'my.wicketgate.token.a', 'WICKETGATE.TOKEN.A'])(
    'may be %s',
    (name) => {
      expect(checkSecretName(name)).toBe(name);
    },
  );
});
