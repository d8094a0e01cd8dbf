import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogFields, Logger } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createRecordFiles, type RecordFilesOptions } from '../../src/node/record-files.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const KEY = 'http https://mcp.example.com/mcp principal-1';

function createLog() {
  const lines: { readonly fields: LogFields; readonly message: string }[] = [];
  const note = (fields: LogFields, message: string) => void lines.push({ fields, message });
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  return { lines, logger };
}

async function openFiles(options: Partial<RecordFilesOptions<string>> = {}) {
  const folder = options.folder ?? join(await temporaryFolder(), 'records');
  const { lines, logger } = createLog();
  const files = createRecordFiles<string>({
    ...{ folder, kind: 'note', maxBytes: 10_000, maxFiles: 10, damage: 'absent', logger },
    parse: (value) => (typeof value === 'string' ? value : undefined),
    ...options,
  });
  const only = async () => join(folder, (await readdir(folder))[0] ?? '');
  return { files, folder, lines, only };
}

describe('record files', () => {
  it('keep a value over the life of a process, replace it, and forget it', async () => {
    const { files, folder } = await openFiles();
    expect(await files.load(KEY)).toBeUndefined();
    await files.save(KEY, 'first');
    await files.save(KEY, 'second');
    const again = await openFiles({ folder });
    expect(await again.files.load(KEY)).toBe('second');
    await again.files.delete(KEY);
    await again.files.delete(KEY);
    expect(await files.load(KEY)).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  it('answer nothing, and delete nothing, where there is no folder yet', async () => {
    const { files, lines } = await openFiles();
    await files.delete(KEY);
    expect([await files.load(KEY), lines]).toEqual([undefined, []]);
  });

  it('are for their owner alone, under names that tell nothing', async (context) => {
    context.skip(process.platform === 'win32', 'Windows keeps permissions elsewhere');
    const { files, folder, only } = await openFiles();
    await files.save(KEY, 'value');
    expect([(await stat(folder)).mode & 0o777, (await stat(await only())).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^note-[0-9a-f]{64}\.json$/)]);
  });

  it.each([
    ['cut off', '{"v":1,"key":"'],
    ['empty', ''],
    ['of a newer version', JSON.stringify({ v: 2, key: KEY, value: 'x' })],
    ['of another key', JSON.stringify({ v: 1, key: 'another', value: 'x' })],
    ['of another kind', JSON.stringify({ v: 1, key: KEY, value: { x: 1 } })],
  ])('count as none when %s, tell the logger once, and can be written again', async (_, content) => {
    const { files, lines, only } = await openFiles();
    await files.save(KEY, 'value');
    await writeFile(await only(), content);
    expect(await files.load(KEY)).toBeUndefined();
    expect(lines.map(({ fields }) => fields['kind'])).toEqual(['note']);
    await files.save(KEY, 'anew');
    expect(await files.load(KEY)).toBe('anew');
  });

  it('never repeat in the log what a damaged file holds', async () => {
    const { files, lines, only } = await openFiles();
    await files.save(KEY, 'value');
    await writeFile(await only(), 'planted-content-of-a-file');
    await files.load(KEY);
    expect(lines).toHaveLength(1);
    expect(String((lines[0]?.fields['err'] as Error).stack)).not.toContain('planted-content');
  });

  it('throw when damaged where that must reach whoever decides', async () => {
    const { files, only } = await openFiles({ damage: 'error' });
    await files.save(KEY, 'value');
    await writeFile(await only(), '{');
    await expect(files.load(KEY)).rejects.toThrow('damaged');
  });

  it('are not read when others may change them', async (context) => {
    context.skip(process.platform === 'win32', 'Windows keeps permissions elsewhere');
    const { files, lines, only } = await openFiles();
    await files.save(KEY, 'value');
    await chmod(await only(), 0o606);
    expect([await files.load(KEY), lines.length]).toEqual([undefined, 1]);
  });

  it('are not written into a folder that others may enter', async (context) => {
    context.skip(process.platform === 'win32', 'Windows keeps permissions elsewhere');
    const folder = join(await temporaryFolder(), 'open');
    await mkdir(folder);
    await chmod(folder, 0o777);
    const { files } = await openFiles({ folder });
    await expect(files.save(KEY, 'value')).rejects.toMatchObject({ code: 'unsafe_file' });
  });

  it('hold up to the limit, and over it leave nothing old to be believed', async () => {
    const { files, lines, only, folder } = await openFiles({ maxBytes: 1_000 });
    const room = 1_000 - JSON.stringify({ v: 1, key: KEY, value: '' }).length;
    await files.save(KEY, 'x'.repeat(room));
    expect((await readFile(await only())).length).toBe(1_000);
    expect(await files.load(KEY)).toHaveLength(room);
    expect(lines).toEqual([]);
    await files.save(KEY, 'x'.repeat(room + 1));
    expect([await files.load(KEY), await readdir(folder), lines.length]).toEqual([undefined, [], 1]);
  });

  it('say so over the limit where losing them must reach whoever decides', async () => {
    const { files } = await openFiles({ maxBytes: 1_000, damage: 'error' });
    await files.save(KEY, 'kept');
    await expect(files.save(KEY, 'x'.repeat(1_000))).rejects.toThrow(RangeError);
    expect(await files.load(KEY)).toBe('kept');
  });

  it('make room for the newest by removing those that were not written for longest', async () => {
    const { files, folder } = await openFiles({ maxFiles: 3 });
    const other = await openFiles({ folder, kind: 'other', maxFiles: 1 });
    await other.files.save('other', 'stays');
    for (const [at, key] of ['a', 'b', 'c'].entries()) {
      const before = new Set(await readdir(folder));
      await files.save(key, key);
      const added = (await readdir(folder)).find((name) => !before.has(name)) ?? '';
      await utimes(join(folder, added), 1_000 + at, 1_000 + at);
    }
    expect(await Promise.all(['a', 'b', 'c'].map((key) => files.load(key)))).toEqual(['a', 'b', 'c']);
    await files.save('d', 'd');
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((key) => files.load(key)))).toEqual([undefined, 'b', 'c', 'd']);
    expect(await other.files.load('other')).toBe('stays');
  });

  it('are whole for readers while ten writers replace them', async () => {
    const { files, lines } = await openFiles();
    await files.save(KEY, 'x'.repeat(5_000));
    const writes = Array.from({ length: 10 }, (_, at) => files.save(KEY, String(at).repeat(5_000)));
    const reads = Array.from({ length: 20 }, () => files.load(KEY));
    for (const read of await Promise.all(reads)) expect(read).toMatch(/^(.)\1{4999}$/);
    await Promise.all(writes);
    expect(lines).toEqual([]);
  });
});
