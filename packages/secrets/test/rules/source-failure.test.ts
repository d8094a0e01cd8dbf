import { WicketgateError } from '@wicketgate/core';
import { expect, it } from 'vitest';
import { describeFailure, holdsNothing, isPassedOver } from '../../src/rules/source-failure.ts';
import { SECRETS_ERROR_CODES, SecretsError } from '../../src/words/errors.ts';

it('a keyring that is absent, locked or silent is passed over, and nothing else', () => {
  const passed = SECRETS_ERROR_CODES.filter((code) => isPassedOver('keyring', new SecretsError(code, '')));
  expect(passed).toEqual(['keyring_unavailable', 'keyring_locked', 'keyring_timeout']);
  expect(isPassedOver('keyring', Object.assign(new Error(''), { code: 'keyring_locked' }))).toBe(false);
});

it('an encrypted file that a keyring keeps shut is not passed over: it holds values', () => {
  for (const code of SECRETS_ERROR_CODES) expect(isPassedOver('file', new SecretsError(code, ''))).toBe(false);
  expect(holdsNothing({ source: 'keyring', code: 'keyring_unavailable' })).toBe(true);
  expect(holdsNothing({ source: 'keyring', code: 'keyring_locked' })).toBe(false);
  expect(holdsNothing({ source: 'file', code: 'keyring_unavailable' })).toBe(false);
});

it('errors of ours are told with their words, those of others by their code alone', () => {
  const unsafe = new WicketgateError('unsafe_file', 'The file may be read by others.');
  expect(describeFailure('file', unsafe)).toEqual({ source: 'file', code: 'unsafe_file', reason: unsafe.message });
  const denied = Object.assign(new Error('planted-value'), { code: 'EACCES' });
  expect(describeFailure('.env', denied)).toEqual({
    ...{ source: '.env', code: 'EACCES', reason: 'The source .env cannot be read (EACCES).' },
  });
  for (const strange of ['planted-value', Object.assign(new Error(), { code: 'planted value' }), undefined]) {
    expect(describeFailure('.env', strange)).toEqual({
      ...{ source: '.env', code: 'failed', reason: 'The source .env cannot be read.' },
    });
  }
});
