import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { appendFile, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readKeyFile, readLines, readWholeFile } from '../../src/adapters/input.ts';
import { temporaryFolder } from '../cli-harness.ts';

const isWindows = process.platform === 'win32';

beforeEach(({ skip }) => {
  skip(isWindows, 'Windows has no named pipes in folders');
});

function namedPipe(): string {
  const path = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

const io = (signal = new AbortController().signal) => ({ platform: process.platform, signal });

/** Opens as soon as somebody reads, and not before. */
function writerOf(path: string) {
  return vi.waitFor(() => open(path, constants.O_WRONLY | constants.O_NONBLOCK), { timeout: 10_000 });
}

test('a pipe whose writer says nothing is given up at the signal', async () => {
  const interrupt = new AbortController();
  const path = namedPipe();
  const reading = expect(readKeyFile(path, io(interrupt.signal))).rejects.toThrow();
  const writer = await writerOf(path);
  interrupt.abort();
  await reading;
  await writer.close();
});

test('a pipe whose writer comes late is read to its end', async () => {
  const path = namedPipe();
  const reading = readKeyFile(path, io());
  await writeFile(path, 'a key\n');
  expect(await reading).toBe('a key\n');
});

test('lines may come out of a pipe', async () => {
  const path = namedPipe();
  const written = writeFile(path, 'one\ntwo');
  const lines: string[] = [];
  for await (const line of readLines(path, { ...io(), stdin: process.stdin })) lines.push(line);
  await written;
  expect(lines).toEqual(['one', 'two']);
});

test('what never ends is cut off', async () => {
  await expect(readKeyFile('/dev/zero', io())).rejects.toMatchObject({ code: 'unreadable_key_file' });
});

describe('a whole file', () => {
  const read = (path: string, signal = new AbortController().signal) => readWholeFile(path, { limit: 5, signal });

  test.each([
    ['four', 'four'],
    ['fives', 'fives'],
    ['sixsix', undefined],
  ])('of %j is read up to its limit', async (text, expected) => {
    const path = join(temporaryFolder(), 'file');
    await writeFile(path, text);
    const bytes = await read(path);
    expect(bytes && Buffer.from(bytes).toString()).toBe(expected);
  });

  test('is not read when it has grown beyond its limit since it was opened', async () => {
    const path = join(temporaryFolder(), 'file');
    await writeFile(path, 'four');
    const reading = read(path);
    await appendFile(path, 'more');
    expect((await reading)?.length ?? 0).toBeLessThanOrEqual(5);
  });

  test('is a plain file, and no pipe or folder that stands in its place', async () => {
    const folder = join(temporaryFolder(), 'folder');
    await mkdir(folder);
    for (const path of [namedPipe(), folder, '/dev/zero']) {
      await expect(read(path)).rejects.toMatchObject({ code: 'unreadable_file' });
    }
  });

  test('that is not there is told', async () => {
    await expect(read(join(temporaryFolder(), 'no'))).rejects.toMatchObject({ code: 'unreadable_file' });
  });

  test('is not read after the signal', async () => {
    const path = join(temporaryFolder(), 'file');
    await writeFile(path, 'four');
    await expect(read(path, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
