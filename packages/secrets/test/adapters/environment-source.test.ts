import { expect, it } from 'vitest';
import { createEnvironmentSource } from '../../src/adapters/environment-source.ts';

it('names the variable, and reads it as it is when it is asked for', async () => {
  const env: Record<string, string | undefined> = { A: 'one', GONE: undefined };
  const source = createEnvironmentSource(env);
  expect((await source.find('A'))?.secret.reveal()).toBe('one');
  expect(await source.find('A')).toMatchObject({ place: 'variable A' });
  expect(await source.find('GONE')).toBeUndefined();
  env['A'] = 'two';
  expect((await source.find('A'))?.secret.reveal()).toBe('two');
});

it('takes a reference for absent: programs that load a dotenv file hand it on', async () => {
  expect(await createEnvironmentSource({ A: 'wicketgate:A' }).find('A')).toBeUndefined();
});

it('takes what opens our own files for absent: a project could call its own secret so', async () => {
  const source = createEnvironmentSource({
    WICKETGATE_MASTER_KEY: 'key',
    Wicketgate_Passphrase: 'p',
    WICKETGATE_API_KEY: 'k',
  });
  expect(await source.find('WICKETGATE_MASTER_KEY')).toBeUndefined();
  expect(await source.find('Wicketgate_Passphrase')).toBeUndefined();
  expect((await source.find('WICKETGATE_API_KEY'))?.secret.reveal()).toBe('k');
});
