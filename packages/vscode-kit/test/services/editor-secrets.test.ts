import { Secret } from '@wicketgate/core';
import { createFakeClock, createMemorySecrets } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { createEditorSecretStore } from '../../src/services/editor-secrets.ts';
import { createFaultySecrets } from '../doubles/faulty-secrets.ts';

function createStore(initial: Readonly<Record<string, string>> = {}) {
  const inner = createMemorySecrets(initial);
  const secrets = createFaultySecrets(inner);
  const clock = createFakeClock();
  return { inner, secrets, clock, store: createEditorSecretStore({ secrets, clock }) };
}

describe('the secrets of the editor', () => {
  it('are stored, found and removed under a name of their own', async () => {
    const { inner, store } = createStore();
    expect(store.id).toBe('editor');
    await store.put('ACME_TOKEN', new Secret('planted-value'));
    expect(await inner.get('wicketgate.secret.ACME_TOKEN')).toBe('planted-value');
    const found = await store.find('ACME_TOKEN');
    expect(found?.secret.reveal()).toBe('planted-value');
    expect(found?.place).toBe('secret storage, wicketgate.secret.ACME_TOKEN');
    expect(await store.remove('ACME_TOKEN')).toBe(true);
    expect(await store.remove('ACME_TOKEN')).toBe(false);
    expect(await store.find('ACME_TOKEN')).toBeUndefined();
  });

  it('are named in order, and what else the extension keeps is none of them', async () => {
    const { store } = createStore({ 'wicketgate.secret.B': '1', 'acme.session.v1': '2', 'wicketgate.secret.A': '3' });
    expect(await store.names?.()).toEqual(['A', 'B']);
    expect(await store.find('acme.session.v1')).toBeUndefined();
  });

  it('are an error when the host fails: whoever asks must not go on to a lower source', async () => {
    const { secrets, store } = createStore({ 'wicketgate.secret.A': '1' });
    secrets.fail('get', 'reject');
    await expect(store.find('A')).rejects.toThrow('The key ring is locked.');
    await expect(store.names?.()).rejects.toThrow('The key ring is locked.');
    secrets.fail('get', 'throw');
    await expect(store.remove('A')).rejects.toThrow('The key ring is not available.');
    secrets.fail('store', 'reject');
    await expect(store.put('A', new Secret('x'))).rejects.toThrow('The key ring is locked.');
  });

  it('are not waited for longer than five seconds', async () => {
    const { clock, secrets, store } = createStore();
    secrets.fail('get', 'hang');
    const failed = expect(store.find('A')).rejects.toMatchObject({ code: 'timeout' });
    await clock.advance(4_999);
    expect(clock.sleepers).toBe(1);
    await clock.advance(1);
    await failed;
  });

  it('are not waited for once the signal is aborted', async () => {
    const { clock, secrets, store } = createStore();
    secrets.fail('store', 'hang');
    const stop = new AbortController();
    const put = store.put('A', new Secret('x'), stop.signal);
    stop.abort(new Error('stopped'));
    await expect(put).rejects.toThrow('stopped');
    expect(clock.sleepers).toBe(0);
  });
});
