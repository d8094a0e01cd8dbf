import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../src/files/atomic-write.ts';
import { temporaryFolder } from './folder.ts';

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('writeFileAtomic', () => {
  it('writes text and bytes for the owner alone, and replaces what was there', async () => {
    const file = join(await temporaryFolder(), 'a.json');
    await writeFileAtomic(file, 'one');
    await writeFileAtomic(file, new TextEncoder().encode('two'));
    expect([await readFile(file, 'utf8'), await modeOf(file)]).toEqual(['two', '600']);
  });

  it('narrows the permissions of a file that was open to others, and sets those that are asked for', async () => {
    const file = join(await temporaryFolder(), 'a.json');
    await writeFile(file, 'old', { mode: 0o644 });
    await writeFileAtomic(file, 'new');
    expect(await modeOf(file)).toBe('600');
    await writeFileAtomic(file, 'new', { mode: 0o644 });
    expect(await modeOf(file)).toBe('644');
  });

  it('replaces a link instead of what it leads to', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'target'), 'untouched');
    await symlink(join(folder, 'target'), join(folder, 'link'));
    await writeFileAtomic(join(folder, 'link'), 'new');
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(false);
    expect(await readFile(join(folder, 'target'), 'utf8')).toBe('untouched');
  });

  it('leaves the old file and no temporary one when it fails', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'a.json'));
    await writeFile(join(folder, 'a.json', 'inside'), 'kept');
    await expect(writeFileAtomic(join(folder, 'a.json'), 'new')).rejects.toMatchObject({
      code: expect.any(String) as unknown,
    });
    expect(await readdir(folder)).toEqual(['a.json']);
    expect(await readFile(join(folder, 'a.json', 'inside'), 'utf8')).toBe('kept');
  });

  it('does not make folders', async () => {
    const folder = await temporaryFolder();
    await expect(writeFileAtomic(join(folder, 'missing', 'a'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('lets concurrent readers see whole files only', async () => {
    const file = join(await temporaryFolder(), 'a');
    const contents = ['a', 'b'].map((letter) => letter.repeat(200_000));
    await writeFileAtomic(file, contents[0] ?? '');
    const writes = Promise.all(contents.map((content) => writeFileAtomic(file, content)));
    const reads = await Promise.all(Array.from({ length: 20 }, () => readFile(file, 'utf8')));
    await writes;
    expect(reads.every((read) => contents.includes(read))).toBe(true);
    await chmod(file, 0o600);
  });
});
