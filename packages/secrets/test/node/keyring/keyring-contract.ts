import { Secret } from '@wicketgate/core';
import { expect } from 'vitest';
import type { Keyring } from '../../../src/ports/keyring.ts';

export interface KeyringSubject {
  readonly keyring: Keyring;
  /** Opens the same keyring as another process does. */
  readonly open: () => Keyring;
  /** Bytes of the largest value. */
  readonly mostBytes: number;
}

export interface KeyringCase {
  readonly name: string;
  /** Rejects when the sentence does not hold. Each case gets a keyring of its own. */
  readonly run: (subject: KeyringSubject) => Promise<void>;
}

const read = async (keyring: Keyring, account: string) => (await keyring.get(account))?.reveal();

/** What every implementation of the port promises. */
export const keyringContract: readonly KeyringCase[] = [
  {
    name: 'has nothing under an account that was never written',
    run: async ({ keyring }) => {
      expect(await keyring.get('nobody')).toBeUndefined();
      expect(await keyring.delete('nobody')).toBe(false);
    },
  },
  {
    name: 'gives back every value as it was',
    run: async ({ keyring }) => {
      const values = ['x', ' padded ', 'a\nb\r\nc\td', '\ufeffmarked', 'ключ 鍵 🔑', '"\\u0000"', '\u0001\u007f'];
      for (const value of values) {
        await keyring.set('account', new Secret(value));
        expect(await read(keyring, 'account')).toBe(value);
      }
    },
  },
  {
    name: 'keeps accounts apart',
    run: async ({ keyring }) => {
      await keyring.set('secret:development:A', new Secret('one'));
      await keyring.set('secret:production:A', new Secret('two'));
      expect(await read(keyring, 'secret:development:A')).toBe('one');
      expect(await read(keyring, 'secret:production:A')).toBe('two');
      expect(await read(keyring, 'secret:production:a')).toBeUndefined();
    },
  },
  {
    name: 'deletes what was there, and tells so once',
    run: async ({ keyring }) => {
      await keyring.set('account', new Secret('value'));
      expect(await keyring.delete('account')).toBe(true);
      expect(await keyring.delete('account')).toBe(false);
      expect(await keyring.get('account')).toBeUndefined();
    },
  },
  {
    name: 'is shared by all who open it, and survives a close',
    run: async ({ keyring, open }) => {
      await keyring.set('account', new Secret('value'));
      await keyring.close();
      const other = open();
      expect(await read(other, 'account')).toBe('value');
      await other.set('account', new Secret('changed'));
      expect(await read(keyring, 'account')).toBe('changed');
    },
  },
  {
    name: 'keeps the largest value, and refuses one byte more without a change',
    run: async ({ keyring, mostBytes }) => {
      const largest = 'é'.repeat(mostBytes / 2);
      await keyring.set('account', new Secret(largest));
      const more = keyring.set('account', new Secret(`${largest}x`));
      await expect(more).rejects.toMatchObject({ code: 'invalid_value' });
      expect(await read(keyring, 'account')).toBe(largest);
    },
  },
  {
    name: 'keeps a value that JSON writes at six times its length',
    run: async ({ keyring, mostBytes }) => {
      const value = '\u0001'.repeat(mostBytes);
      await keyring.set('account', new Secret(value));
      expect(await read(keyring, 'account')).toBe(value);
    },
  },
  {
    name: 'refuses an empty value and half a character',
    run: async ({ keyring }) => {
      for (const value of ['', 'key-\ud83d']) {
        const set = keyring.set('account', new Secret(value));
        await expect(set).rejects.toMatchObject({ code: 'invalid_value' });
      }
      expect(await keyring.get('account')).toBeUndefined();
    },
  },
  {
    name: 'takes accounts of 1 to 255 printable ASCII characters',
    run: async ({ keyring }) => {
      for (const account of ['a', '~ !', 'a'.repeat(255)]) {
        await keyring.set(account, new Secret(account));
        expect(await read(keyring, account)).toBe(account);
      }
      for (const account of ['', 'a'.repeat(256), 'é', 'a\nb', 'a\u007f']) {
        await expect(keyring.get(account)).rejects.toThrow(TypeError);
        await expect(keyring.set(account, new Secret('value'))).rejects.toThrow(TypeError);
        await expect(keyring.delete(account)).rejects.toThrow(TypeError);
      }
    },
  },
  {
    name: 'answers many who ask at once, each with their own',
    run: async ({ keyring, open }) => {
      const other = open();
      const numbers = Array.from({ length: 20 }, (_, number) => `${number}`);
      await Promise.all(numbers.map((number) => keyring.set(`account ${number}`, new Secret(number))));
      expect(await Promise.all(numbers.map((number) => read(other, `account ${number}`)))).toEqual(numbers);
    },
  },
  {
    name: 'does nothing for a signal that is aborted, and throws its reason',
    run: async ({ keyring }) => {
      const reason = new Error('enough');
      const signal = AbortSignal.abort(reason);
      await expect(keyring.set('account', new Secret('value'), signal)).rejects.toBe(reason);
      await expect(keyring.get('account', signal)).rejects.toBe(reason);
      await expect(keyring.delete('account', signal)).rejects.toBe(reason);
      await expect(keyring.probe(signal)).rejects.toBe(reason);
      expect(await keyring.get('account')).toBeUndefined();
    },
  },
  {
    name: 'finds itself usable, also when two find out at once',
    run: async ({ keyring, open }) => {
      const reports = await Promise.all([keyring.probe(), open().probe()]);
      const { backend } = keyring;
      for (const report of reports) expect(report).toEqual({ usable: true, backend, persistent: 'yes' });
    },
  },
];
