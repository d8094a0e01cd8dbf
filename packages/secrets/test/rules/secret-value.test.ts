import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { checkSecretValue, encodeSecret, MAX_SECRET_BYTES } from '../../src/rules/secret-value.ts';

const check = (value: string) => () => {
  checkSecretValue('API_KEY', new Secret(value));
};

describe('a value', () => {
  it.each([
    'x',
    ' padded ',
    'tab\tinside',
    'wicketgate',
    'https://wicketgate:8787',
    'schlüssel 🔑',
    'a'.repeat(MAX_SECRET_BYTES),
    'é'.repeat(32_768),
  ])('of one line can be kept', (value) => {
    expect(check(value)).not.toThrow();
  });

  it.each([
    ['', 'is empty'],
    [' \t ', 'is blank'],
    ['two\nlines', 'more than one line'],
    ['two\rlines', 'more than one line'],
    ['nul\0', 'NUL'],
    ['wicketgate:API_KEY', 'is a reference'],
    [' wicketgate:OTHER', 'is a reference'],
    ['\uD83D', 'no well-formed text'],
    ['a'.repeat(MAX_SECRET_BYTES + 1), 'longer than 65536 bytes'],
    [`${'é'.repeat(32_768)}a`, 'longer than 65536 bytes'],
  ])('that cannot be kept is refused, and not repeated', (value, flaw) => {
    const refusal = expect.objectContaining({
      code: 'invalid_value',
      secretName: 'API_KEY',
      message: expect.stringMatching(new RegExp(`^The value for API_KEY .*${flaw}`)) as string,
    }) as Error;
    expect(check(value)).toThrow(refusal);
  });

  it('of several lines is told to be encoded', () => {
    expect(check('a\nb')).toThrow(expect.objectContaining({ hint: expect.stringContaining('base64') as string }));
  });

  it('of several lines can be encoded for a sealed text', () => {
    expect(encodeSecret('PEM', new Secret('a\nb'))).toEqual(new TextEncoder().encode('a\nb'));
  });
});
