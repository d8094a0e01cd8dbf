import { Secret, type TokenStore } from '@wicketgate/core';
import { expect } from 'vitest';

export interface TokenStoreSubject {
  readonly store: TokenStore;
  /** Opens the same store as another process does. */
  readonly open: () => TokenStore;
  /** Bytes of the largest record. Default: that of the port. */
  readonly mostBytes?: number;
}

export interface TokenStoreCase {
  readonly name: string;
  /** Rejects when the sentence does not hold. Each case gets a store of its own. */
  readonly run: (subject: TokenStoreSubject) => Promise<void>;
}

export const ACCOUNT = 'ab'.repeat(32);
export const OTHER_ACCOUNT = 'cd'.repeat(32);

export const record = (text: string) => new Secret(text);
export const read = async (store: TokenStore, account = ACCOUNT) => (await store.load(account))?.reveal();

const MOST_BYTES = 16_384;

/** A promise, and what settles it. */
function latch() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** What every implementation of the port promises to whoever uses it in one process. */
export const tokenStoreContract: readonly TokenStoreCase[] = [
  {
    name: 'has nothing for an account that was never saved',
    run: async ({ store }) => {
      expect(await store.load(ACCOUNT)).toBeUndefined();
      expect(await store.clear(ACCOUNT)).toBe(false);
    },
  },
  {
    name: 'saves, replaces and clears, and tells once that something was there',
    run: async ({ store }) => {
      await store.save(ACCOUNT, record('{"n":1}'));
      await store.save(ACCOUNT, record('{"n":2}'));
      expect(await read(store)).toBe('{"n":2}');
      expect(await store.clear(ACCOUNT)).toBe(true);
      expect(await store.clear(ACCOUNT)).toBe(false);
      expect(await store.load(ACCOUNT)).toBeUndefined();
      await store.save(ACCOUNT, record('{"n":3}'));
      expect(await read(store)).toBe('{"n":3}');
    },
  },
  {
    name: 'keeps accounts apart',
    run: async ({ store }) => {
      await store.save(ACCOUNT, record('one'));
      await store.save(OTHER_ACCOUNT, record('two'));
      await store.clear(ACCOUNT);
      expect(await store.load(ACCOUNT)).toBeUndefined();
      expect(await read(store, OTHER_ACCOUNT)).toBe('two');
    },
  },
  {
    name: 'is shared by all who open it',
    run: async ({ store, open }) => {
      const other = open();
      expect(await other.load(ACCOUNT)).toBeUndefined();
      await store.save(ACCOUNT, record('by one'));
      expect(await read(other)).toBe('by one');
      await other.save(ACCOUNT, record('by the other'));
      expect(await read(store)).toBe('by the other');
      await other.clear(ACCOUNT);
      expect(await store.load(ACCOUNT)).toBeUndefined();
    },
  },
  {
    name: 'gives back every record as it was',
    run: async ({ store, open }) => {
      for (const text of [
        'x',
        ' padded\t',
        '\ufeffmarked',
        '{"name":"ключ 鍵 🔑 e\u0301"}',
        '"\\u0000"',
        '\u2028\u0001\u007f',
      ]) {
        await store.save(ACCOUNT, record(text));
        expect(await read(open())).toBe(text);
      }
    },
  },
  {
    name: 'keeps the largest record, and refuses one byte more without a change',
    run: async ({ store, mostBytes = MOST_BYTES }) => {
      const largest = `${'é'.repeat(mostBytes / 2 - 1)}ab`;
      for (const text of [largest.slice(0, -1), largest]) {
        await store.save(ACCOUNT, record(text));
        expect(await read(store)).toBe(text);
      }
      const more = store.save(ACCOUNT, record(`${largest}c`));
      await expect(more).rejects.toMatchObject({ code: 'invalid_value' });
      expect(await read(store)).toBe(largest);
    },
  },
  {
    name: 'refuses what is no record without a change, and repeats nothing of it',
    run: async ({ store }) => {
      await store.save(ACCOUNT, record('before'));
      for (const text of [
        '',
        ' \t',
        'planted\n',
        'planted\rx',
        'planted\0',
        'planted\ud83d',
        'planted'.repeat(10_000),
      ]) {
        const failure: unknown = await store.save(ACCOUNT, record(text)).catch((error: unknown) => error);
        expect(failure).toMatchObject({ code: 'invalid_value' });
        expect(String(failure)).not.toContain('planted');
      }
      expect(await read(store)).toBe('before');
    },
  },
  {
    name: 'takes accounts of 64 lower-case hexadecimal digits alone',
    run: async ({ store }) => {
      for (const account of [
        '',
        '..',
        '../x',
        'AB'.repeat(32),
        'ab'.repeat(31),
        'ab'.repeat(33),
        `${ACCOUNT}\n`,
        'con',
      ]) {
        await expect(store.load(account)).rejects.toThrow(TypeError);
        await expect(store.save(account, record('x'))).rejects.toThrow(TypeError);
        await expect(store.clear(account)).rejects.toThrow(TypeError);
        await expect(store.exclusively(account, () => Promise.resolve())).rejects.toThrow(TypeError);
      }
    },
  },
  {
    name: 'does nothing for a signal that is aborted, and throws its reason',
    run: async ({ store }) => {
      await store.save(ACCOUNT, record('before'));
      const reason = new Error('enough');
      const signal = AbortSignal.abort(reason);
      let worked = false;
      const work = () => Promise.resolve((worked = true));
      await expect(store.load(ACCOUNT, signal)).rejects.toBe(reason);
      await expect(store.save(ACCOUNT, record('after'), signal)).rejects.toBe(reason);
      await expect(store.clear(ACCOUNT, signal)).rejects.toBe(reason);
      await expect(store.exclusively(ACCOUNT, work, signal)).rejects.toBe(reason);
      expect(worked).toBe(false);
      expect(await read(store)).toBe('before');
    },
  },
  {
    name: 'answers what exclusive work answers, and lets the next one in when it fails',
    run: async ({ store }) => {
      const reason = new Error('work');
      await expect(store.exclusively(ACCOUNT, () => Promise.reject(reason))).rejects.toBe(reason);
      expect(await store.exclusively(ACCOUNT, () => Promise.resolve('done'))).toBe('done');
    },
  },
  {
    name: 'loses no change that is made exclusively, by however many at once',
    run: async ({ store, open }) => {
      const countUp = (one: TokenStore) =>
        one.exclusively(ACCOUNT, async () => {
          await one.save(ACCOUNT, record(String(Number((await read(one)) ?? '0') + 1)));
        });
      await Promise.all(Array.from({ length: 8 }, (_, at) => countUp(at % 2 === 0 ? store : open())));
      expect(await read(store)).toBe('8');
    },
  },
  {
    name: 'holds up nobody who works for another account, loads, saves or clears',
    run: async ({ store, open }) => {
      await store.exclusively(ACCOUNT, async () => {
        expect(await open().exclusively(OTHER_ACCOUNT, () => Promise.resolve('beside'))).toBe('beside');
        await open().save(ACCOUNT, record('meanwhile'));
        expect(await read(store)).toBe('meanwhile');
        expect(await open().clear(ACCOUNT)).toBe(true);
      });
    },
  },
  {
    name: 'is not re-entrant: work that waits for itself is let go by its signal, and never runs within itself',
    run: async ({ store }) => {
      let worked = false;
      const work = () => Promise.resolve((worked = true));
      await store.exclusively(ACCOUNT, async () => {
        const leave = new AbortController();
        const inner = store.exclusively(ACCOUNT, work, leave.signal);
        await store.load(ACCOUNT);
        leave.abort(new Error('left'));
        await expect(inner).rejects.toThrow('left');
      });
      await store.exclusively(ACCOUNT, () => Promise.resolve());
      expect(worked).toBe(false);
    },
  },
  {
    name: 'does not end exclusive work that has begun when its signal is aborted',
    run: async ({ store }) => {
      const leave = new AbortController();
      const [begun, end] = [latch(), latch()];
      const work = async () => {
        begun.open();
        await end.opened;
        return 'done';
      };
      const working = store.exclusively(ACCOUNT, work, leave.signal);
      await begun.opened;
      leave.abort(new Error('left'));
      end.open();
      expect(await working).toBe('done');
    },
  },
];
