import { rm, writeFile } from 'node:fs/promises';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createFilledRoom, failureOf, type FileRoom, MASTER_KEY, MASTER_WRAP } from './file-room.ts';

const witnessed = (room: FileRoom) => ({ masterKey: MASTER_KEY, keyring: room.keyring });
const witnessOf = (room: FileRoom) =>
  [...room.keyring.entries].find(([account]) => account.startsWith('witness:')) ?? ['', ''];
const put = (room: FileRoom, text: string) => writeFile(room.file, text, { mode: 0o600 });

describe('an older file put in place of the newer one', () => {
  it('is refused when a keyring has witnessed the newer one, whichever key opens it', async () => {
    const room = await createFilledRoom();
    const old = await room.text();
    await room.open(witnessed(room)).put('ALPHA', new Secret('newer'));
    await put(room, old);
    const file = room.open(witnessed(room));
    for (const attempt of [() => file.unlock(), () => file.find('ALPHA'), () => file.put('B', new Secret('b'))]) {
      expect(await failureOf(attempt())).toMatchObject({
        code: 'rolled_back',
        message: expect.stringMatching(/write 2\).*\(write 3\)/) as unknown,
        hint: expect.stringContaining('wicketgate secrets recover') as unknown,
      });
    }
    expect(await room.text()).toBe(old);
  });

  it('is announced as unseen when no keyring is at hand', async () => {
    const room = await createFilledRoom();
    const old = await room.text();
    await room.open(witnessed(room)).put('ALPHA', new Secret('newer'));
    await put(room, old);
    const file = room.open();
    expect(await file.unlock()).toMatchObject({ rollback: 'unseen' });
    expect(room.notices).toEqual([
      { kind: 'rollback-unseen', code: 'keyring_unavailable', reason: expect.any(String) as unknown },
    ]);
    await file.find('ALPHA');
    await file.put('ALPHA', new Secret('next'));
    expect(room.notices).toHaveLength(1);
  });

  it.each(['keyring_locked', 'keyring_unavailable', 'keyring_timeout', 'keyring_failed'] as const)(
    'is announced as unseen when the keyring answers %s',
    async (code) => {
      const room = await createFilledRoom();
      room.keyring.failWith(code);
      const file = room.open(witnessed(room));
      expect(await file.unlock()).toMatchObject({ rollback: 'unseen' });
      expect(room.notices).toMatchObject([{ kind: 'rollback-unseen', code }]);
    },
  );

  it('is refused by a program that has read the newer one, without any keyring', async () => {
    const room = await createFilledRoom();
    const old = await room.text();
    const file = room.open();
    await file.put('ALPHA', new Secret('newer'));
    await put(room, old);
    expect(await failureOf(file.find('ALPHA'))).toMatchObject({ code: 'rolled_back' });
    expect(await failureOf(file.put('ALPHA', new Secret('next')))).toMatchObject({ code: 'rolled_back' });
    expect(await room.text()).toBe(old);
  });

  it('is refused by such a program also when there was no file for a while', async () => {
    const room = await createFilledRoom();
    const old = await room.text();
    const file = room.open();
    await file.put('ALPHA', new Secret('newer'));
    await rm(room.file);
    expect(await file.find('ALPHA')).toBeUndefined();
    await put(room, old);
    expect(await failureOf(file.find('ALPHA'))).toMatchObject({ code: 'rolled_back' });
  });

  it('is refused also when it counts as many writes', async () => {
    const room = await createFilledRoom();
    const before = await room.text();
    await room.open(witnessed(room)).put('ALPHA', new Secret('one future'));
    await put(room, before);
    await room.open().put('ALPHA', new Secret('another future'));
    expect(await failureOf(room.open(witnessed(room)).unlock())).toMatchObject({ code: 'rolled_back' });
  });
});

describe('the witness', () => {
  it('is kept for a file that no keyring opens', async () => {
    const room = await createFilledRoom();
    const file = room.open(witnessed(room));
    expect(await file.unlock()).toEqual({
      wrap: { id: expect.any(String) as unknown, kind: 'master-key' },
      rollback: 'witnessed',
    });
    expect(room.notices).toEqual([]);
    expect(JSON.parse(witnessOf(room)[1])).toMatchObject({ counter: 2 });
  });

  it('sees a file for the first time, says so, and knows it from then on', async () => {
    const room = await createFilledRoom();
    room.keyring.entries.clear();
    expect(await room.open(witnessed(room)).unlock()).toMatchObject({ rollback: 'unseen' });
    expect(room.notices).toEqual([{ kind: 'first-witness' }]);
    expect(await room.open(witnessed(room)).unlock()).toMatchObject({ rollback: 'witnessed' });
  });

  it('takes a file that is newer under the same data key, says so, and catches up', async () => {
    const room = await createFilledRoom();
    await room.open().put('ALPHA', new Secret('written where no keyring is'));
    expect(await room.open(witnessed(room)).unlock()).toMatchObject({ rollback: 'witnessed' });
    expect(room.notices.at(-1)).toEqual({ kind: 'witness-behind', witnessed: 2, counter: 3 });
    expect(JSON.parse(witnessOf(room)[1])).toMatchObject({ counter: 3 });
  });

  it('refuses a newer file under a data key that it was never told of', async () => {
    const room = await createFilledRoom();
    await room.open().rotate({ dataKey: true });
    expect(await failureOf(room.open(witnessed(room)).unlock())).toMatchObject({
      code: 'rolled_back',
      message: expect.stringContaining('another data key') as unknown,
    });
  });

  it('cannot be read: the file is refused', async () => {
    const room = await createFilledRoom();
    room.keyring.entries.set(witnessOf(room)[0], 'nonsense');
    expect(await failureOf(room.open(witnessed(room)).unlock())).toMatchObject({ code: 'rolled_back' });
  });

  it('that fails after a write is told, and the write stands', async () => {
    const room = await createFilledRoom();
    const file = room.open(witnessed(room));
    await file.unlock();
    room.keyring.failWith('keyring_timeout');
    await file.put('ALPHA', new Secret('newer'));
    expect(room.notices).toMatchObject([{ kind: 'witness-failed', code: 'keyring_timeout' }]);
    room.keyring.failWith(undefined);
    expect((await room.open(witnessed(room)).find('ALPHA'))?.secret.reveal()).toBe('newer');
  });

  it('is asked once by a program when it fails, and again after a close', async () => {
    const room = await createFilledRoom();
    let calls = 0;
    const keyring = {
      ...room.keyring,
      get: (...args: Parameters<typeof room.keyring.get>) => (calls++, room.keyring.get(...args)),
    };
    room.keyring.failWith('keyring_locked');
    const file = room.open({ masterKey: MASTER_KEY, keyring });
    await file.unlock();
    await room.open().put('ALPHA', new Secret('elsewhere'));
    await file.find('ALPHA');
    expect(calls).toBe(1);
    room.keyring.failWith(undefined);
    await file.close();
    expect(await file.unlock()).toMatchObject({ rollback: 'witnessed' });
  });

  it('does not refuse a file that another process writes meanwhile', async () => {
    const room = await createFilledRoom();
    const reader = room.open(witnessed(room));
    const writer = room.open(witnessed(room));
    for (let round = 0; round < 20; round++) {
      await Promise.all([
        reader.find('ALPHA'),
        writer.put('ALPHA', new Secret(`value ${round}`)),
        reader.find('ALPHA'),
      ]);
      expect((await reader.find('ALPHA'))?.secret.reveal()).toBe(`value ${round}`);
    }
  });

  it('of a file that opens by the keyring alone is kept as well', async () => {
    const room = await createFilledRoom({ ALPHA: 'a' }, [{ kind: 'keyring' }, MASTER_WRAP]);
    expect(await room.open({ keyring: room.keyring }).unlock()).toMatchObject({ rollback: 'witnessed' });
  });
});
