import { SecretsError } from '../words/errors.ts';

const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/;

/** Whether a text is a name of a secret: 1 to 128 of `A-Z a-z 0-9 _ . -`, the first a letter or `_`. */
export function isSecretName(text: string): boolean {
  return SECRET_NAME.test(text);
}

/** Answers the name, or throws `invalid_name`. The message holds no name: it may be a value in the wrong place. */
export function checkSecretName(name: string): string {
  if (isSecretName(name)) return name;
  throw new SecretsError('invalid_name', 'This is no name of a secret.', {
    hint: 'A name has 1 to 128 of A-Z, a-z, 0-9, "_", "." and "-", and begins with a letter or "_".',
  });
}
