import { Secret } from '@wicketgate/core';
import { describe, expect, test } from 'vitest';
import { givenValues, unknownNames } from '../../src/rules/setup-values.ts';
import { specOf } from '../setup-specs.ts';

const SPECS = [specOf('GITHUB_TOKEN', { aliases: ['GITHUB_PAT', 'GH_TOKEN'] }), specOf('OPENAI_API_KEY')];

function entriesOf(texts: Readonly<Record<string, string>>): ReadonlyMap<string, Secret> {
  return new Map(Object.entries(texts).map(([name, text]) => [name, new Secret(text)]));
}

function given(texts: Readonly<Record<string, string>>) {
  return givenValues(SPECS, entriesOf(texts)).map(({ spec, secret }) => [spec.name, secret.reveal()]);
}

describe('Given values', () => {
  test('go by the name of the secret', () => {
    expect(given({ OPENAI_API_KEY: 'one', PATH: 'two' })).toEqual([['OPENAI_API_KEY', 'one']]);
  });

  test.each([
    [{ GITHUB_TOKEN: 'own', GITHUB_PAT: 'alias' }, 'own'],
    [{ GITHUB_TOKEN: '', GITHUB_PAT: 'alias' }, 'alias'],
    [{ GITHUB_TOKEN: '  ', GH_TOKEN: 'last' }, 'last'],
    [{ GITHUB_PAT: 'alias', GH_TOKEN: 'last' }, 'alias'],
  ])('of %j the first that is not blank wins', (entries, value) => {
    expect(given(entries)).toEqual([['GITHUB_TOKEN', value]]);
  });

  test('are no references to where the value is', () => {
    expect(given({ GITHUB_TOKEN: 'wicketgate:GITHUB_TOKEN', GITHUB_PAT: 'real' })).toEqual([['GITHUB_TOKEN', 'real']]);
  });
});

describe('Names that no secret goes by', () => {
  const unknown = (texts: Readonly<Record<string, string>>) => unknownNames(SPECS, entriesOf(texts));

  test('are told, aliases not among them', () => {
    expect(unknown({ GH_TOKEN: 'x', LOG_LEVEL: 'x', APP_PORT: 'x' })).toEqual(['APP_PORT', 'LOG_LEVEL']);
  });

  test('are not told when they have no value', () => {
    expect(unknown({ LOG_LEVEL: '' })).toEqual([]);
  });

  test.each(['c2VjcmV0dG9rZW4', 'ghp_abcdefghijklmnop', 'AKIAIOSFODNN7EXAMPLE', 'sk-abc'])(
    'are not repeated when they may be a secret: %s',
    (name) => {
      expect(unknown({ [name]: 'x' })).toEqual(['[…]']);
    },
  );
});
