import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createFileRoom, failureOf, valuesOf } from './file-room.ts';

const KEYRING_WRAP = [{ kind: 'keyring' }] as const;

it('of many who make one file at once one does, and the keyring holds the key of that file alone', async () => {
  const room = await createFileRoom();
  const { keyring } = room;
  const making = Array.from({ length: 6 }, () => room.open({ keyring }).create(KEYRING_WRAP));
  const ends = await Promise.allSettled(making);
  const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  expect(refusals).toEqual(Array(5).fill(expect.objectContaining({ code: 'file_exists' })));
  expect([...keyring.entries.keys()].filter((account) => account.startsWith('file:'))).toHaveLength(1);
  expect(await valuesOf(room.open({ keyring }))).toEqual({});
});

it('a file that appears while its key is made is left alone, and the key taken out of the keyring again', async () => {
  const room = await createFileRoom();
  const { keyring } = room;
  const set: typeof keyring.set = async (...args) => {
    await keyring.set(...args);
    // As if our lock had gone stale over the keyring's prompt.
    await writeFile(room.file, 'of somebody else', { mode: 0o600 });
  };
  const made = room.open({ keyring: { ...keyring, set } }).create(KEYRING_WRAP);
  expect(await failureOf(made)).toMatchObject({ code: 'file_exists' });
  expect(await room.text()).toBe('of somebody else');
  expect([...keyring.entries]).toEqual([]);
});
