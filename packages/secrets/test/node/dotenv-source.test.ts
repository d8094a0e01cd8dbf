import { spawnSync } from 'node:child_process';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDotenvSource } from '../../src/node/dotenv-source.ts';
import { createCollectingLogger } from '../collecting-logger.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function createFile(text: string, mode = 0o600) {
  const file = join(await temporaryFolder(), '.env.local');
  await writeFile(file, text);
  await chmod(file, mode);
  const logger = createCollectingLogger();
  const source = createDotenvSource({ file, label: '.env.local', platform: 'linux', logger });
  const valueOf = async (name: string) => (await source.find(name))?.secret.reveal();
  return { file, logger, source, valueOf };
}

describe('a dotenv source', () => {
  it('has the id of its label and says file and line', async () => {
    const { file, source } = await createFile('# keys\n\nA=one\nexport B="two # words"\n');
    expect(source.id).toBe('.env.local');
    expect(await source.find('A')).toMatchObject({ place: `${file}, line 3` });
    expect(await source.find('B')).toMatchObject({ place: `${file}, line 4` });
    expect((await source.find('B'))?.secret.reveal()).toBe('two # words');
    expect(await source.find('C')).toBeUndefined();
    expect(await source.find('constructor')).toBeUndefined();
  });

  it('takes the last assignment of a name', async () => {
    const { source, valueOf, file } = await createFile('A=one\nA=two\n');
    expect(await valueOf('A')).toBe('two');
    expect(await source.find('A')).toMatchObject({ place: `${file}, line 2` });
  });

  it('answers an empty value as empty and a reference to a secret elsewhere as absent', async () => {
    const { valueOf } = await createFile('A=\nB=wicketgate:B\nC=value\nC=wicketgate:C\nD=wicketgate:D\nD=value\n');
    expect(await valueOf('A')).toBe('');
    expect(await valueOf('B')).toBeUndefined();
    expect(await valueOf('C')).toBeUndefined();
    expect(await valueOf('D')).toBe('value');
  });

  it('reads the file again once it has changed, is gone or has come', async () => {
    const { file, valueOf } = await createFile('A=one\n');
    expect(await valueOf('A')).toBe('one');
    await writeFile(file, 'A=three\n');
    expect(await valueOf('A')).toBe('three');
    await rm(file);
    expect(await valueOf('A')).toBeUndefined();
    await writeFile(file, 'A=four\n');
    expect(await valueOf('A')).toBe('four');
  });

  it('holds nothing where there is no file or folder, or a folder of that name', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, '.env'));
    await writeFile(join(folder, 'plain'), '');
    for (const file of ['.env', 'gone/.env', 'plain/.env']) {
      const source = createDotenvSource({ file: join(folder, file), label: '.env' });
      expect(await source.find('A')).toBeUndefined();
    }
  });

  it('follows a link, as people share such files', async () => {
    const { file } = await createFile('A=one\n');
    const link = join(await temporaryFolder(), '.env');
    await symlink(file, link);
    expect((await createDotenvSource({ file: link, label: '.env' }).find('A'))?.secret.reveal()).toBe('one');
  });

  it('takes 1 MiB and refuses a byte more', async () => {
    const { file, valueOf } = await createFile(`A=one\n#${'x'.repeat(1_048_576 - 8)}\n`);
    expect(await valueOf('A')).toBe('one');
    await writeFile(file, `A=one\n#${'x'.repeat(1_048_576 - 7)}\n`);
    await expect(valueOf('A')).rejects.toMatchObject({ code: 'unsafe_file' });
  });

  it('refuses what is no plain file, without waiting for a writer', async (context) => {
    const file = join(await temporaryFolder(), '.env');
    context.skip(spawnSync('mkfifo', [file]).status !== 0, 'this machine makes no FIFO');
    const source = createDotenvSource({ file, label: '.env' });
    await expect(source.find('A')).rejects.toMatchObject({ code: 'unsafe_file' });
  });

  it('throws the error of the system for a file that it may not read', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may read everything');
    const { source } = await createFile('A=one\n', 0o000);
    await expect(source.find('A')).rejects.toMatchObject({ code: 'EACCES' });
  });

  it('ends with the reason of an aborted signal', async () => {
    const { source } = await createFile('A=one\n');
    await expect(source.find('A', AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});

describe('a file that others may read', () => {
  it.each([0o644, 0o640, 0o604])('is read, and told once (%o)', async (mode) => {
    const { file, logger, valueOf } = await createFile('A=planted-value\nB=two\n', mode);
    expect([await valueOf('A'), await valueOf('B')]).toEqual(['planted-value', 'two']);
    expect(logger.lines).toEqual([expect.objectContaining({ level: 'warn', fields: { file } })]);
    expect(JSON.stringify(logger.lines)).not.toContain('planted-value');
  });

  it('is told of only when it gave a secret, and not on Windows, which keeps permissions elsewhere', async () => {
    const { file, logger, valueOf } = await createFile('A=one\n', 0o644);
    await valueOf('B');
    await createDotenvSource({ file, label: '.env', platform: 'win32', logger }).find('A');
    expect(logger.lines).toEqual([]);
  });

  it('is not told of when it is for its owner alone', async () => {
    const { logger, valueOf } = await createFile('A=one\n', 0o600);
    await valueOf('A');
    expect(logger.lines).toEqual([]);
  });
});
