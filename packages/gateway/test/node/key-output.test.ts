import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyToFile } from '../../src/node/key-output.ts';

describe('a file for a new key', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wicketgate-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is for its owner alone before the key is in it', async () => {
    const file = join(folder, 'admin.key');
    const output = await keyToFile(file).open();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await output.write('the-key');
    expect(await readFile(file, 'utf8')).toBe('the-key\n');
  });

  it('is never one that exists, nor a link', async () => {
    await writeFile(join(folder, 'old.key'), 'old');
    await expect(keyToFile(join(folder, 'old.key')).open()).rejects.toThrow('exists already and is not overwritten');
    await symlink(join(folder, 'elsewhere'), join(folder, 'link.key'));
    await expect(keyToFile(join(folder, 'link.key')).open()).rejects.toThrow('exists already');
    expect(await readFile(join(folder, 'old.key'), 'utf8')).toBe('old');
  });

  it('says when its folder is not there', async () => {
    await expect(keyToFile(join(folder, 'no', 'admin.key')).open()).rejects.toThrow('cannot be made (ENOENT)');
  });

  it('is gone again when no key came to be, written or not', async () => {
    const file = join(folder, 'admin.key');
    await (await keyToFile(file).open()).abandon();
    await expect(stat(file)).rejects.toThrow('ENOENT');
    const output = await keyToFile(file).open();
    await output.write('the-key');
    await output.abandon();
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });
});
