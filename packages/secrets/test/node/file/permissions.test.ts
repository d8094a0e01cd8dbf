import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '@wicketgate/core';
import { describe, expect, it, type TestContext } from 'vitest';
import { createFileRoom, createFilledRoom, failureOf, type FileRoom } from './file-room.ts';

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** What opens, reads and writes. */
const uses = (room: FileRoom) => [
  () => room.open().unlock(),
  () => room.open().find('ALPHA'),
  () => room.open({}).names?.() ?? Promise.resolve(),
  () => room.open().put('ALPHA', new Secret('new')),
  () => room.open().remove('ALPHA'),
  () => room.open().rotate({ dataKey: true }),
  () => room.open().recover(),
];

function needsPermissions(context: TestContext): void {
  context.skip(process.platform === 'win32', 'Windows keeps permissions elsewhere.');
}

describe('the folder of the file', () => {
  it.for([0o770, 0o702, 0o777])(
    'is refused with the permissions %o, for reading and writing',
    async (mode, context) => {
      needsPermissions(context);
      const room = await createFilledRoom();
      const text = await room.text();
      await chmod(room.folder, mode);
      const refusal = { code: 'unsafe_file', message: expect.stringContaining('chmod 700') as unknown };
      for (const use of uses(room)) expect(await failureOf(use())).toMatchObject(refusal);
      expect(await room.text()).toBe(text);
      const fresh = await createFileRoom();
      await chmod(fresh.folder, mode);
      const made = fresh.open({ keyring: fresh.keyring }).create([{ kind: 'keyring' }]);
      expect(await failureOf(made)).toMatchObject(refusal);
      expect([await readdir(fresh.folder), [...fresh.keyring.entries]]).toEqual([[], []]);
    },
  );

  it('is refused by whoever has read the file before and writes', async (context) => {
    needsPermissions(context);
    const room = await createFilledRoom();
    const file = room.open();
    await file.unlock();
    await chmod(room.folder, 0o777);
    expect(await failureOf(file.put('ALPHA', new Secret('new')))).toMatchObject({ code: 'unsafe_file' });
  });

  it.for([0o755, 0o1777])('may be read, or be one in which each changes what is their own: %o', async (mode) => {
    const room = await createFilledRoom();
    await chmod(room.folder, mode);
    await room.open().put('ALPHA', new Secret('new'));
    expect((await room.open().find('ALPHA'))?.secret.reveal()).toBe('new');
  });
});

describe('the file and its backup', () => {
  it('are for their owner alone', async (context) => {
    needsPermissions(context);
    const room = await createFilledRoom();
    await chmod(room.backup, 0o644);
    await room.open().put('ALPHA', new Secret('new'));
    expect([await modeOf(room.file), await modeOf(room.backup)]).toEqual(['600', '600']);
  });

  it.for([0o640, 0o604, 0o660, 0o602])(
    'are refused with the permissions %o, and not written to',
    async (mode, context) => {
      needsPermissions(context);
      const room = await createFilledRoom();
      const text = await room.text();
      await chmod(room.file, mode);
      for (const use of uses(room)) expect(await failureOf(use())).toMatchObject({ code: 'unsafe_file' });
      expect(await room.text()).toBe(text);
    },
  );

  it('are refused as soon as they are open to others, also by who has read them', async (context) => {
    needsPermissions(context);
    const room = await createFilledRoom();
    const file = room.open();
    await file.unlock();
    await chmod(room.file, 0o644);
    expect(await failureOf(file.find('ALPHA'))).toMatchObject({ code: 'unsafe_file' });
  });

  it('are not read or written through a link', async (context) => {
    needsPermissions(context);
    const room = await createFilledRoom();
    const target = join(room.folder, 'target');
    await rename(room.file, target);
    await symlink(target, room.file);
    const text = await room.text(target);
    for (const use of uses(room)) expect(await failureOf(use())).toMatchObject({ code: 'unsafe_file' });
    expect([await readlink(room.file), await room.text(target)]).toEqual([target, text]);
    expect(await failureOf(room.open().create([{ kind: 'master-key' }]))).toMatchObject({ code: 'file_exists' });
  });

  it('replace a link that stands for the backup, and leave what it leads to', async (context) => {
    needsPermissions(context);
    const room = await createFilledRoom();
    const target = join(room.folder, 'target');
    await writeFile(target, 'untouched');
    await rm(room.backup);
    await symlink(target, room.backup);
    await room.open().put('ALPHA', new Secret('new'));
    expect(await room.text(target)).toBe('untouched');
  });

  it.for([
    ['a folder', (file: string) => mkdir(file)],
    ['a pipe', (file: string) => Promise.resolve(execFileSync('mkfifo', ['-m', '600', file]))],
  ] as const)('are no %s', async ([, make], context) => {
    needsPermissions(context);
    const room = await createFilledRoom();
    await rm(room.file);
    await make(room.file);
    for (const use of uses(room)) expect(await failureOf(use())).toMatchObject({ code: 'unsafe_file' });
  });

  it('are not larger than the format allows', async () => {
    const room = await createFilledRoom();
    await writeFile(room.file, 'x'.repeat(8 * 1_024 * 1_024 + 1), { mode: 0o600 });
    expect(await failureOf(room.open().unlock())).toMatchObject({ code: 'unsafe_file' });
  });

  it('leave the file as it was when the backup cannot be written', async () => {
    const room = await createFilledRoom();
    const text = await room.text();
    await rm(room.backup);
    await mkdir(join(room.backup, 'in the way'), { recursive: true });
    await failureOf(room.open().put('ALPHA', new Secret('new')));
    expect(await room.text()).toBe(text);
    expect((await readdir(room.folder)).sort()).toEqual(['secrets.json', 'secrets.json.bak']);
  });
});
