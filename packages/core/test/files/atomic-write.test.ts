import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeUnfinished, writeFileAtomic } from '../../src/files/atomic-write.ts';
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

  it('leaves as little when the content stood in a folder that git ignores', async () => {
    const folder = await temporaryFolder();
    await writeFileAtomic(join(folder, '.env'), 'A=1', { unfinished: 'ignored-folder' });
    expect([await readdir(folder), await readFile(join(folder, '.env'), 'utf8')]).toEqual([['.env'], 'A=1']);
    expect(await modeOf(join(folder, '.env'))).toBe('600');
    await mkdir(join(folder, 'full', 'inside'), { recursive: true });
    const failure = writeFileAtomic(join(folder, 'full'), 'new', { unfinished: 'ignored-folder' });
    await expect(failure).rejects.toMatchObject({ code: expect.any(String) as unknown });
    expect(await readdir(folder)).toEqual(['.env', 'full']);
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

describe('a last look before the new name', () => {
  it('sees the old content and, when it throws, leaves it', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'a');
    await writeFile(file, 'old');
    const error = new Error('not any more');
    const beforeRename = async () => {
      expect(await readFile(file, 'utf8')).toBe('old');
      throw error;
    };
    await expect(writeFileAtomic(file, 'new', { beforeRename })).rejects.toBe(error);
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a']);
    await writeFileAtomic(file, 'new', { beforeRename: () => Promise.resolve() });
    expect(await readFile(file, 'utf8')).toBe('new');
  });
});

describe('removeUnfinished', () => {
  it('removes what killed writers of this very file left, a file or a folder, and nothing else', async () => {
    const folder = await temporaryFolder();
    const id = '123e4567-e89b-12d3-a456-426614174000';
    const others = [
      '.env',
      `.b.env.${id}.tmp`,
      `.env.${id}.tmp`,
      '..env.tmp',
      `..env.${id}.tmp.old`,
      `..env.bak.${id}.tmp`,
    ];
    for (const name of others) await writeFile(join(folder, name), '');
    await writeFile(join(folder, `..env.${id}.tmp`), 'A=1');
    await mkdir(join(folder, `..env.${id.replace('1', '2')}.tmp`));
    await writeFile(join(folder, `..env.${id.replace('1', '2')}.tmp`, 'content'), 'A=1');
    await removeUnfinished(join(folder, '.env'));
    expect((await readdir(folder)).sort()).toEqual(others.sort());
  });

  it('follows no link', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'kept'));
    await writeFile(join(folder, 'kept', 'file'), '');
    await symlink(join(folder, 'kept'), join(folder, '.a.123e4567-e89b-12d3-a456-426614174000.tmp'));
    await removeUnfinished(join(folder, 'a'));
    expect(await readdir(folder)).toEqual(['kept']);
    expect(await readdir(join(folder, 'kept'))).toEqual(['file']);
  });
});
