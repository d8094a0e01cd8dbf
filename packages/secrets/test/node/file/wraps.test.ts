import { Secret } from '@wicketgate/core';
import { describe, expect, it, vi } from 'vitest';
import type { NewWrap, WrappingKeys } from '../../../src/node/file/surface.ts';
import {
  AGE_IDENTITY,
  AGE_RECIPIENT,
  AGE_WRAP,
  answering,
  createFilledRoom,
  createFileRoom,
  failureOf,
  MASTER_KEY,
  MASTER_WRAP,
  OTHER_MASTER_KEY,
  PASSPHRASE,
  PASSPHRASE_WRAP,
  valuesOf,
} from './file-room.ts';

// Each passphrase that is tried takes a core for a while, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

const withIdentity = (text: string): WrappingKeys => ({ ageIdentity: () => Promise.resolve(new Secret(text)) });
const pass = PASSPHRASE.reveal();

describe('a wrap', () => {
  it.each([
    ['master-key', MASTER_WRAP, { masterKey: MASTER_KEY }],
    ['passphrase', PASSPHRASE_WRAP, { passphrase: answering(pass).passphrase }],
    ['age', AGE_WRAP, withIdentity(AGE_IDENTITY.reveal())],
    ['age', AGE_WRAP, withIdentity(`# created: today\n# public key: ${AGE_RECIPIENT}\n${AGE_IDENTITY.reveal()}\n`)],
  ] as const)('of the kind %s opens the file by itself', async (kind, wrap, keys) => {
    const room = await createFilledRoom({ ALPHA: 'a' }, [wrap]);
    const file = room.open(keys);
    expect((await file.unlock()).wrap.kind).toBe(kind);
    expect(await valuesOf(file)).toEqual({ ALPHA: 'a' });
  });

  it('of the kind keyring keeps its key in the keyring and nowhere else', async () => {
    const room = await createFilledRoom({ ALPHA: 'a' }, [{ kind: 'keyring' }]);
    const file = room.open({ keyring: room.keyring });
    const { wrap } = await file.unlock();
    const { id = '' } = (await file.summary()) ?? {};
    const kept = room.keyring.entries.get(`file:${id}:${wrap.id}`) ?? '';
    expect(Buffer.from(kept, 'base64url')).toHaveLength(32);
    expect(await room.text()).not.toContain(kept);
    expect(await valuesOf(file)).toEqual({ ALPHA: 'a' });
  });

  it('takes a passphrase however a system composes its letters', async () => {
    const typed = 'fünf wörter über größe';
    const wrap = { kind: 'passphrase', passphrase: new Secret(typed.normalize('NFD')) } as const;
    const room = await createFilledRoom({ ALPHA: 'a' }, [wrap]);
    await room.open({ passphrase: answering(typed.normalize('NFC')).passphrase }).unlock();
  });
});

describe('opening', () => {
  it('tries keyring, master key, age and passphrase in this order, whatever their order in the file', async () => {
    const wraps = [PASSPHRASE_WRAP, AGE_WRAP, MASTER_WRAP, { kind: 'keyring' }] as const;
    const room = await createFilledRoom({}, wraps);
    const { asked, passphrase } = answering(pass);
    const ageIdentity = () => Promise.resolve(AGE_IDENTITY);
    const opens = async (keys: WrappingKeys) => (await room.open(keys).unlock()).wrap.kind;
    const { keyring } = room;
    expect(await opens({ keyring, masterKey: MASTER_KEY, ageIdentity, passphrase })).toBe('keyring');
    expect(await opens({ masterKey: MASTER_KEY, ageIdentity, passphrase })).toBe('master-key');
    expect(await opens({ ageIdentity, passphrase })).toBe('age');
    expect(asked).toEqual([]);
    expect(await opens({ passphrase })).toBe('passphrase');
  });

  it('passes over what fails or is another key, and says so', async () => {
    const room = await createFilledRoom({}, [{ kind: 'keyring' }, MASTER_WRAP, PASSPHRASE_WRAP]);
    room.keyring.failWith('keyring_locked');
    const keys = { keyring: room.keyring, masterKey: OTHER_MASTER_KEY, ...answering(pass) };
    const { wrap } = await room.open(keys).unlock();
    expect(wrap.kind).toBe('passphrase');
    const passedOver = room.notices.filter(({ kind }) => kind === 'wrap-passed-over');
    expect(passedOver).toMatchObject([
      { wrap: { kind: 'keyring' }, code: 'keyring_locked' },
      { wrap: { kind: 'master-key' }, code: 'wrong_key' },
    ]);
    expect(room.logger.lines.map(({ level }) => level)).toContain('warn');
    expect(JSON.stringify([room.notices, room.logger.lines])).not.toContain(pass);
  });

  it('passes over a master key that is none, and says so', async () => {
    const room = await createFilledRoom({}, [MASTER_WRAP, PASSPHRASE_WRAP]);
    const masterKey = new Secret('default-key-change-me');
    expect((await room.open({ masterKey, ...answering(pass) }).unlock()).wrap.kind).toBe('passphrase');
    expect(room.notices).toMatchObject([
      { kind: 'wrap-passed-over', code: 'wrong_key', reason: expect.stringContaining('is not 32 bytes') as unknown },
      { kind: 'rollback-unseen' },
    ]);
    expect(await failureOf(room.open({ masterKey }).unlock())).toMatchObject({
      code: 'wrong_key',
      message: expect.stringContaining('wrap 1 (master-key): WICKETGATE_MASTER_KEY is not 32 bytes') as unknown,
    });
  });

  it('names each wrap and its way in when no key is at hand', async () => {
    const room = await createFilledRoom({}, [{ kind: 'keyring' }, MASTER_WRAP, AGE_WRAP, PASSPHRASE_WRAP]);
    const { message, code } = (await failureOf(room.open({}).unlock())) as { message: string; code: string };
    expect(code).toBe('no_wrapping_key');
    for (const part of [
      'wrap 1 (keyring): No keyring',
      'wrap 2 (master-key): WICKETGATE_MASTER_KEY is not set',
      `wrap 3 (age): The age identity of ${AGE_RECIPIENT}`,
      'wrap 4 (passphrase): Nobody gave its passphrase',
    ]) {
      expect(message).toContain(part);
    }
  });

  it.each([
    ['another master key', MASTER_WRAP, { masterKey: OTHER_MASTER_KEY }, 'master-key'],
    ['another passphrase', PASSPHRASE_WRAP, answering('not the right one at all'), 'passphrase'],
    [
      'the age identity of somebody else',
      AGE_WRAP,
      withIdentity('AGE-SECRET-KEY-1382WD8GZXAW2F0ZG3Y3YWGYDQ22JSSJXAZ7REMDDVFJQAGEEQA6S44KLYW'),
      'age',
    ],
    ['an age identity with a typo', AGE_WRAP, withIdentity('AGE-SECRET-KEY-1QQQQ'), 'age'],
    ['no age identity in the text', AGE_WRAP, withIdentity('something else'), 'age'],
  ] as const)('says which key is wrong: %s', async (...row) => {
    const [, wrap, keys, kind] = row;
    const room = await createFilledRoom({}, [wrap]);
    expect(await failureOf(room.open(keys).unlock())).toMatchObject({
      code: 'wrong_key',
      message: expect.stringContaining(`wrap 1 (${kind})`) as unknown,
    });
  });

  it('says that the key in the keyring is gone, and never falls back to another one', async () => {
    const room = await createFilledRoom({}, [{ kind: 'keyring' }]);
    room.keyring.entries.clear();
    const keys = { keyring: room.keyring, masterKey: MASTER_KEY };
    expect(await failureOf(room.open(keys).unlock())).toMatchObject({
      code: 'no_wrapping_key',
      message: expect.stringContaining('holds no key') as unknown,
    });
  });

  it.each(['keyring_locked', 'keyring_unavailable', 'keyring_timeout', 'keyring_failed'] as const)(
    'fails with the refusal of a keyring that alone could open the file: %s',
    async (code) => {
      const room = await createFilledRoom({ ALPHA: 'a' }, [{ kind: 'keyring' }, { kind: 'keyring' }]);
      room.keyring.failWith(code);
      expect(await failureOf(room.open({ keyring: room.keyring }).find('ALPHA'))).toMatchObject({
        code,
        message: expect.stringMatching(/wrap 1 \(keyring\): .*\nwrap 2 \(keyring\): /) as unknown,
        cause: { code },
      });
    },
  );

  it('asks for a key where another one than the keyring’s would do', async () => {
    const room = await createFilledRoom({ ALPHA: 'a' }, [{ kind: 'keyring' }, PASSPHRASE_WRAP]);
    room.keyring.failWith('keyring_locked');
    const { keyring } = room;
    expect(await failureOf(room.open({ keyring }).find('ALPHA'))).toMatchObject({
      code: 'no_wrapping_key',
      cause: { code: 'keyring_locked' },
    });
    const wrong = { keyring, ...answering('not the right one at all') };
    expect(await failureOf(room.open(wrong).find('ALPHA'))).toMatchObject({ code: 'wrong_key' });
  });

  it('asks again after a wrong passphrase, until nobody answers', async () => {
    const room = await createFilledRoom({}, [PASSPHRASE_WRAP]);
    const right = answering('wrong one', 'wrong two', pass);
    await room.open(right).unlock();
    expect(right.asked).toEqual([1, 2, 3]);
    const wrong = answering('wrong one', 'wrong two');
    expect(await failureOf(room.open(wrong).unlock())).toMatchObject({ code: 'wrong_key' });
    expect(wrong.asked).toEqual([1, 2, 3]);
  });

  it('takes ten wrong passphrases within a minute and no eleventh', async () => {
    const room = await createFilledRoom({}, [PASSPHRASE_WRAP]);
    const { asked, passphrase } = answering(...Array<string>(10).fill('wrong'), pass);
    const file = room.open({ passphrase });
    expect(await failureOf(file.unlock())).toMatchObject({ code: 'too_many_attempts' });
    expect(asked).toHaveLength(10);
    await room.clock.advance(59_999);
    expect(await failureOf(file.unlock())).toMatchObject({ code: 'too_many_attempts' });
    expect(asked).toHaveLength(10);
    await room.clock.advance(1);
    await file.unlock();
    expect(asked).toHaveLength(11);
  });
});

describe('a new wrap', () => {
  it.each([
    ['a passphrase of 11 characters', { kind: 'passphrase', passphrase: new Secret('elf zeichen') }],
    ['a passphrase of 1,025 bytes', { kind: 'passphrase', passphrase: new Secret('x'.repeat(1_025)) }],
    ['a recipient that is none', { kind: 'age', recipient: 'age1qqqq' }],
    ['a recipient with a typo', { kind: 'age', recipient: `${AGE_RECIPIENT.slice(0, -1)}q` }],
    ['a recipient of another kind', { kind: 'age', recipient: `age1pq1${'q'.repeat(55)}` }],
  ] as const)('is refused for %s', async (_, wrap) => {
    const room = await createFileRoom();
    expect(await failureOf(room.open().create([MASTER_WRAP, wrap]))).toMatchObject({ code: 'invalid_value' });
    expect(await room.open().exists()).toBe(false);
  });

  it.each(['zwölfzeichen', 'x'.repeat(1_024)])('takes a passphrase at the limit', async (text) => {
    const room = await createFilledRoom({}, [{ kind: 'passphrase', passphrase: new Secret(text) }]);
    await room.open(answering(text)).unlock();
  });

  it('is taken back out of the keyring when another one fails', async () => {
    const room = await createFileRoom();
    const { keyring } = room;
    const set: typeof keyring.set = (...args) => {
      if (keyring.entries.size > 0) keyring.failWith('keyring_failed');
      return keyring.set(...args).finally(() => keyring.failWith(undefined));
    };
    const made = room.open({ keyring: { ...keyring, set } }).create([{ kind: 'keyring' }, { kind: 'keyring' }]);
    expect(await failureOf(made)).toMatchObject({ code: 'keyring_failed' });
    expect([...keyring.entries]).toEqual([]);
    expect(await room.open().exists()).toBe(false);
  });

  it('is taken back out of the keyring when there are too many of them', async () => {
    const room = await createFileRoom();
    const { keyring } = room;
    const tooMany = [...Array<NewWrap>(16).fill(AGE_WRAP), { kind: 'keyring' } as const];
    expect(await failureOf(room.open({ keyring }).create(tooMany))).toMatchObject({ code: 'invalid_value' });
    expect([...keyring.entries]).toEqual([]);
    expect(await room.open().exists()).toBe(false);
  });
});
