import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createKeyringSource } from '../../../src/node/keyring/keyring-source.ts';
import { createMemoryKeyring } from '../../memory-keyring.ts';

const sourceAt = (environment: string, keyring = createMemoryKeyring()) =>
  createKeyringSource({ keyring, environment });

describe('Secrets in the keyring', () => {
  it('are found where they were put, with their place and without their value', async () => {
    const source = sourceAt('development');
    await source.put('GITHUB_TOKEN', new Secret('ghp_value'));
    const found = await source.find('GITHUB_TOKEN');
    expect(found?.secret.reveal()).toBe('ghp_value');
    expect(found?.place).toBe('Memory, secret:development:GITHUB_TOKEN');
    expect(source.id).toBe('keyring');
  });

  it('stand at an account of their environment and name', async () => {
    const keyring = createMemoryKeyring();
    await sourceAt('production', keyring).put('API_KEY', new Secret('value'));
    expect([...keyring.entries]).toEqual([['secret:production:API_KEY', 'value']]);
    expect(await sourceAt('development', keyring).find('API_KEY')).toBeUndefined();
  });

  it('are not there when nobody put them, and are removed once', async () => {
    const source = sourceAt('development');
    expect(await source.find('API_KEY')).toBeUndefined();
    await source.put('API_KEY', new Secret('value'));
    expect(await source.remove('API_KEY')).toBe(true);
    expect(await source.remove('API_KEY')).toBe(false);
  });

  it('have names and values that every store takes', async () => {
    const keyring = createMemoryKeyring();
    const source = sourceAt('development', keyring);
    for (const name of ['', '1st', 'a:b', 'n'.repeat(129)]) {
      await expect(source.find(name)).rejects.toMatchObject({ code: 'invalid_name' });
      await expect(source.put(name, new Secret('v'))).rejects.toMatchObject({ code: 'invalid_name' });
      await expect(source.remove(name)).rejects.toMatchObject({ code: 'invalid_name' });
    }
    for (const value of ['', ' ', 'a\nb']) {
      await expect(source.put('A', new Secret(value))).rejects.toMatchObject({ code: 'invalid_value' });
    }
    expect(keyring.entries.size).toBe(0);
  });

  it('are not looked for elsewhere when the keyring is locked or gone', async () => {
    const keyring = createMemoryKeyring();
    const source = sourceAt('development', keyring);
    for (const code of ['keyring_locked', 'keyring_unavailable', 'keyring_timeout', 'keyring_failed'] as const) {
      keyring.failWith(code);
      await expect(source.find('API_KEY')).rejects.toMatchObject({ code });
      await expect(source.put('API_KEY', new Secret('v'))).rejects.toMatchObject({ code });
      await expect(source.remove('API_KEY')).rejects.toMatchObject({ code });
    }
  });

  it('are not waited for once the signal is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(sourceAt('development').find('API_KEY', signal)).rejects.toThrow('enough');
  });

  it.each(['', 'Production', 'a/b', '-a', 'e'.repeat(33)])('have no environment %j', (environment) => {
    expect(() => sourceAt(environment)).toThrow(TypeError);
  });

  it('take the longest environment and name', async () => {
    const source = sourceAt('e'.repeat(32));
    await source.put('n'.repeat(128), new Secret('value'));
    expect(await source.find('n'.repeat(128))).toBeDefined();
  });
});
