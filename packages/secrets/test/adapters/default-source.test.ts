import { expect, it } from 'vitest';
import { createDefaultSource } from '../../src/adapters/default-source.ts';
import { BUILTIN_SPECS } from '../../src/rules/builtin-specs.ts';
import { SecretManager } from '../../src/services/secret-manager.ts';
import { createExplicitSource } from '../../src/adapters/explicit-source.ts';
import type { SecretSpec } from '../../src/words/spec.ts';

const FROM = '/srv/app/wicketgate.secrets.json';
const spec: SecretSpec = { name: 'BASE_URL', aliases: [], scopes: [], required: true, from: FROM };
const withheld: SecretSpec = { ...spec, withheld: ['default'] };
const managerOf = (specs: readonly SecretSpec[], given: Record<string, string> = {}) =>
  new SecretManager({
    specs,
    sources: [createExplicitSource(given), createDefaultSource(specs)],
    runner: () => Promise.resolve(0),
  });
const refusal = {
  code: 'not_allowed',
  secretName: 'BASE_URL',
  message: `${FROM} wants to set BASE_URL to a value of its own, which you have not allowed.`,
  hint: expect.stringContaining('wicketgate secrets allow') as string,
};

it('a default is used when nobody has a value, and says whose it is', async () => {
  const found = await createDefaultSource([{ ...spec, default: 'x' }]).find('BASE_URL');
  expect(found).toMatchObject({ place: `default of ${FROM}` });
  expect(found?.secret.reveal()).toBe('x');
  expect(await createDefaultSource([spec]).find('BASE_URL')).toBeUndefined();
  expect(await createDefaultSource([]).find('BASE_URL')).toBeUndefined();
});

it('a default that was not allowed is refused where it would be used, and said', async () => {
  const manager = managerOf([withheld]);
  await expect(manager.get('BASE_URL')).rejects.toMatchObject(refusal);
  await expect(manager.run(['env'])).rejects.toMatchObject(refusal);
  await expect(manager.check()).rejects.toMatchObject(refusal);
  expect((await manager.list())[0]).toMatchObject({
    isSet: false,
    failure: { source: 'default', code: 'not_allowed' },
  });
  expect((await manager.explain('BASE_URL')).at(-1)).toMatchObject({ outcome: 'failed', code: 'not_allowed' });
});

it('a default that was not allowed is in nobody’s way where a value is', async () => {
  const manager = managerOf([withheld], { BASE_URL: 'mine' });
  expect((await manager.get('BASE_URL'))?.reveal()).toBe('mine');
  expect(await manager.run(['env'])).toBe(0);
  expect(await manager.check()).toEqual([{ name: 'BASE_URL', present: true }]);
});

it('no built-in secret has a default', () => {
  expect(BUILTIN_SPECS.filter((builtin) => builtin.default !== undefined)).toEqual([]);
});
