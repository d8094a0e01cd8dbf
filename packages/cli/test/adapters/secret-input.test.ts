import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readOwnText, readSecretFile, readSecretPipe } from '../../src/adapters/secret-input.ts';
import { temporaryFolder } from '../cli-harness.ts';

const { signal } = new AbortController();
const piped = (text: string, isTTY = false) => ({ stdin: Object.assign(Readable.from([text]), { isTTY }), signal });
const io = { platform: process.platform, signal };

function fileWith(text: string | Uint8Array): string {
  const file = join(temporaryFolder(), 'secret');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

test.each([
  ['x', 'x'],
  ['x\n', 'x'],
  ['x\r\n', 'x'],
  ['x\n\n', 'x\n'],
  [' x ', ' x '],
  ['\ufeffx\n', 'x'],
])('%j holds %j, from a pipe and from a file', async (text, value) => {
  expect((await readSecretPipe(piped(text))).reveal()).toBe(value);
  expect((await readSecretFile(fileWith(text), io)).reveal()).toBe(value);
});

test('the longest value and its line end are read; one character more is not', async () => {
  const longest = `${'x'.repeat(65_536)}\r\n`;
  expect((await readSecretPipe(piped(longest))).reveal()).toHaveLength(65_536);
  expect((await readSecretFile(fileWith(longest), io)).reveal()).toHaveLength(65_536);
  await expect(readSecretPipe(piped(`x${longest}`))).rejects.toMatchObject({ code: 'bad_input' });
  await expect(readSecretFile(fileWith(`x${longest}`), io)).rejects.toMatchObject({ code: 'unreadable_key_file' });
});

test('bytes that are no UTF-8 are refused and not replaced; a character may be split between chunks', async () => {
  const chunks = (...bytes: number[][]) => ({
    stdin: Object.assign(Readable.from(bytes.map((each) => Buffer.from(each))), { isTTY: false }),
    signal,
  });
  expect((await readSecretPipe(chunks([0xc3], [0xa9]))).reveal()).toBe('é');
  await expect(readSecretPipe(chunks([0xff]))).rejects.toMatchObject({ code: 'bad_input' });
  await expect(readSecretPipe(chunks([0x41, 0xc3]))).rejects.toMatchObject({ code: 'bad_input' });
  await expect(readSecretFile(fileWith(Buffer.from([0xff])), io)).rejects.toMatchObject({ code: 'bad_input' });
});

test('a file that others can read is refused where there are such bits', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no such bits');
  const file = fileWith('x');
  chmodSync(file, 0o604);
  await expect(readSecretFile(file, io)).rejects.toMatchObject({ code: 'unsafe_key_file' });
});

test('a text of many secrets may have 8 MiB, in a file and in a pipe', async () => {
  const file = fileWith('A=1');
  truncateSync(file, 8_388_608);
  expect(await readOwnText(file, piped(''))).toHaveLength(8_388_608);
  truncateSync(file, 8_388_609);
  await expect(readOwnText(file, piped(''))).rejects.toMatchObject({ code: 'bad_input' });
  expect(await readOwnText('-', piped('A=1\n'))).toBe('A=1\n');
  await expect(readOwnText('-', piped('x'.repeat(8_388_609)))).rejects.toMatchObject({ code: 'bad_input' });
});

test('a named pipe is read like a file', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no such pipes');
  const pipe = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  // Whoever comes first waits for the other.
  const writer = spawn('sh', ['-c', 'printf "A=1\\n" > "$0"', pipe]);
  const read = readOwnText(pipe, piped(''));
  await once(writer, 'exit');
  expect(await read).toBe('A=1\n');
});

test('a folder is named as what cannot be read', async () => {
  await expect(readOwnText(temporaryFolder(), piped(''))).rejects.toMatchObject({ code: 'unreadable_file' });
});

test('a terminal is not read as a file, and what is no UTF-8 is refused', async () => {
  await expect(readOwnText('-', piped('', true))).rejects.toMatchObject({ code: 'usage' });
  await expect(readOwnText(fileWith(Buffer.from([0xff, 0xfe])), piped(''))).rejects.toMatchObject({
    code: 'bad_input',
  });
});
