import { execFileSync } from 'node:child_process';
import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensurePrivateFolder, readPrivateFile, refuseSharedFolder } from '../../src/files/private-files.ts';
import { temporaryFolder } from './folder.ts';

describe('readPrivateFile', () => {
  it('reads a file of the owner alone, and answers undefined for none', async () => {
    const file = join(await temporaryFolder(), 'a');
    expect(await readPrivateFile(file, 10)).toBeUndefined();
    await writeFile(file, 'text', { mode: 0o600 });
    expect(await readPrivateFile(file, 10)).toBe('text');
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666])('refuses a file with the permissions %o', async (mode) => {
    const file = join(await temporaryFolder(), 'a');
    await writeFile(file, 'text');
    await chmod(file, mode);
    await expect(readPrivateFile(file, 10)).rejects.toMatchObject({
      code: 'unsafe_file',
      message: expect.stringContaining('chmod 600') as unknown,
    });
  });

  it('takes as many bytes as are allowed and not one more', async () => {
    const file = join(await temporaryFolder(), 'a');
    await writeFile(file, '12345', { mode: 0o600 });
    expect(await readPrivateFile(file, 5)).toBe('12345');
    await expect(readPrivateFile(file, 4)).rejects.toMatchObject({ code: 'unsafe_file' });
  });

  it('refuses links, folders and pipes, without hanging on a pipe', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'target'), 'text', { mode: 0o600 });
    await symlink(join(folder, 'target'), join(folder, 'link'));
    await mkdir(join(folder, 'folder'), { mode: 0o700 });
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    for (const name of ['link', 'folder', 'pipe']) {
      await expect(readPrivateFile(join(folder, name), 10)).rejects.toMatchObject({ code: 'unsafe_file' });
    }
  });
});

describe('ensurePrivateFolder', () => {
  it('makes folders for the owner alone, and takes one that is', async () => {
    const folder = join(await temporaryFolder(), 'a', 'b');
    await ensurePrivateFolder(folder);
    await ensurePrivateFolder(folder);
    expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700');
  });

  it('refuses a folder that others may enter, a file and a link', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'open'));
    await chmod(join(folder, 'open'), 0o750);
    await expect(ensurePrivateFolder(join(folder, 'open'))).rejects.toMatchObject({
      code: 'unsafe_file',
      message: expect.stringContaining('chmod 700') as unknown,
    });
    await mkdir(join(folder, 'private'), { mode: 0o700 });
    await symlink(join(folder, 'private'), join(folder, 'link'));
    await expect(ensurePrivateFolder(join(folder, 'link'))).rejects.toMatchObject({ code: 'unsafe_file' });
  });
});

describe('refuseSharedFolder', () => {
  it.for([0o770, 0o720, 0o702, 0o777, 0o2775])('refuses a folder with the permissions %o', async (mode, context) => {
    context.skip(process.platform === 'win32', 'Windows keeps permissions elsewhere.');
    const folder = await temporaryFolder();
    await chmod(folder, mode);
    await expect(refuseSharedFolder(folder)).rejects.toMatchObject({
      code: 'unsafe_file',
      message: expect.stringContaining('chmod 700') as unknown,
    });
  });

  it.for([0o700, 0o755, 0o711, 0o1777, 0o1770])('takes one with the permissions %o', async (mode) => {
    const folder = await temporaryFolder();
    await chmod(folder, mode);
    await expect(refuseSharedFolder(folder)).resolves.toBeUndefined();
  });

  it('looks at the folder that a link leads to, and takes none for nobody’s', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'open'));
    await symlink(join(folder, 'open'), join(folder, 'link'));
    await expect(refuseSharedFolder(join(folder, 'link'))).resolves.toBeUndefined();
    await chmod(join(folder, 'open'), 0o777);
    const isRefused = process.platform !== 'win32';
    const looked = refuseSharedFolder(join(folder, 'link'));
    await (isRefused ? expect(looked).rejects.toMatchObject({ code: 'unsafe_file' }) : looked);
    await expect(refuseSharedFolder(join(folder, 'missing'))).resolves.toBeUndefined();
  });
});
