import { Secret } from '@wicketgate/core';
import { expect, it } from 'vitest';
import { type Disk, systemDisk } from '../../../src/node/file/disk.ts';
import { createFilledRoom, createFileRoom, failureOf, MASTER_KEY, MASTER_WRAP } from './file-room.ts';

const CODES = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM'];
const keys = { masterKey: MASTER_KEY };
const failing = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: told to fail`), { code, ...(path !== undefined && { path }) });

it.each(CODES)('a file that cannot be written for %s stays, and the failure says so', async (code) => {
  const room = await createFilledRoom();
  const text = await room.text();
  const disk: Disk = { ...systemDisk, write: () => Promise.reject(failing(code)) };
  for (const work of [
    () => room.open(keys, disk).put('ALPHA', new Secret('new')),
    () => room.open(keys, disk).remove('ALPHA'),
    () => room.open(keys, disk).rotate({ dataKey: true }),
  ]) {
    expect(await failureOf(work())).toMatchObject({
      code: 'unwritable_file',
      message: expect.stringMatching(new RegExp(`cannot be written: .* \\(${code}\\)\\.$`)) as unknown,
      hint: expect.stringMatching(/^The file stayed as it was\. \S/) as unknown,
    });
  }
  expect(await room.text()).toBe(text);
});

it('of a file that was written all the same nobody says that it stayed as it was', async () => {
  const room = await createFilledRoom();
  const disk: Disk = {
    ...systemDisk,
    async write(file, text) {
      await systemDisk.write(file, text);
      if (file === room.file) throw failing('ENOSPC');
    },
  };
  const failure = await failureOf(room.open(keys, disk).put('ALPHA', new Secret('new')));
  expect(failure).toMatchObject({ code: 'unwritable_file', hint: expect.not.stringContaining('stayed') as unknown });
});

it('a file that cannot be made leaves nothing, in the keyring neither', async () => {
  const room = await createFileRoom();
  const disk: Disk = { ...systemDisk, write: () => Promise.reject(failing('ENOSPC')) };
  const made = room.open({ keyring: room.keyring }, disk).create([{ kind: 'keyring' }]);
  const hint = expect.stringMatching(/^Nothing was stored\./) as unknown;
  expect(await failureOf(made)).toMatchObject({ code: 'unwritable_file', hint });
  expect([...room.keyring.entries]).toEqual([]);
  const folder: Disk = { ...systemDisk, makeFolder: () => Promise.reject(failing('EROFS', room.folder)) };
  expect(await failureOf(room.open(keys, folder).create([MASTER_WRAP]))).toMatchObject({
    code: 'unwritable_file',
    hint,
  });
});

it('what cannot be read is not said to be unwritable, nor is a fault of ours', async () => {
  const room = await createFilledRoom();
  const denied: Disk = { ...systemDisk, read: () => Promise.reject(failing('EACCES', room.file)) };
  expect(await failureOf(room.open(keys, denied).put('ALPHA', new Secret('new')))).toMatchObject({ code: 'EACCES' });
  const broken: Disk = { ...systemDisk, write: () => Promise.reject(failing('EIO')) };
  expect(await failureOf(room.open(keys, broken).put('ALPHA', new Secret('new')))).toMatchObject({ code: 'EIO' });
  const elsewhere = { ...systemDisk, write: () => Promise.reject(failing('EACCES', '/elsewhere/identity.txt')) };
  expect(await failureOf(room.open(keys, elsewhere).put('ALPHA', new Secret('new')))).toMatchObject({ code: 'EACCES' });
});
