import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { issuedKey, secretText, tracesOf } from '../src/planted-secrets.ts';
import { canWatchProcesses, NOT_WATCHED, watchProcesses } from '../src/process-watch.ts';
import { run } from '../src/program.ts';
import { searchBytes, searchFolder } from '../src/secret-search.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const SECRET = 'the quick+brown/fox=jumps over it';
const traces = tracesOf([secretText('fox', SECRET)]);
const cleanup = createCleanup();

afterAll(() => cleanup.release());

/** Every way of writing the secret down that the search must see through. */
const WRITTEN: Record<string, string | Buffer> = {
  'as it is': `before ${SECRET} behind`,
  'as its first half alone': SECRET.slice(0, 17),
  'as its second half alone': SECRET.slice(12),
  'in base64': Buffer.from(SECRET).toString('base64'),
  'in base64 of something longer': Buffer.from(`Basic user:${SECRET}`).toString('base64'),
  'in base64 at the third offset': Buffer.from(`xx${SECRET}`).toString('base64'),
  'in base64url': Buffer.from(`a${SECRET}`).toString('base64url'),
  'in hexadecimal digits': Buffer.from(SECRET).toString('hex'),
  'in upper-case hexadecimal digits': Buffer.from(SECRET).toString('hex').toUpperCase(),
  'in a query': new URLSearchParams({ key: encodeURIComponent(SECRET) }).toString().replaceAll('%25', '%'),
  'in UTF-16': Buffer.from(SECRET, 'utf16le'),
  'among bytes that are no text': Buffer.concat([Buffer.from([0, 255, 0]), Buffer.from(SECRET), Buffer.from([0])]),
  backwards: Buffer.from(SECRET).reverse(),
};

describe('The search for secrets', () => {
  test.each(Object.entries(WRITTEN))('finds one written %s', (_how, content) => {
    expect(searchBytes(content, 'here', traces)).toContainEqual(
      expect.objectContaining({ secret: 'fox', where: 'here' }),
    );
  });

  test('finds nothing where there is nothing', () => {
    expect(searchBytes('the slow red fox walks under it', 'here', traces)).toEqual([]);
  });

  test('finds what is shown of an issued key but for its public id and its end', () => {
    const { key } = mintApiKey({ env: 'live', random: createSeededRandom(7) });
    const keyTraces = tracesOf([issuedKey('key', key)]);
    expect(searchBytes(key, 'here', keyTraces)).not.toEqual([]);
    expect(searchBytes(key.slice(0, 30), 'here', keyTraces)).not.toEqual([]);
    expect(searchBytes(`${key.slice(0, 18)} ${key.slice(-6)}`, 'here', keyTraces)).toEqual([]);
  });

  test('goes through hidden folders, names of files and what is gzipped, and leaves out what may hold it', async () => {
    const folder = await temporaryFolder('search', cleanup);
    await mkdir(path.join(folder, '.hidden/deep'), { recursive: true });
    await writeFile(path.join(folder, '.hidden/deep/log'), SECRET);
    await writeFile(path.join(folder, 'packed.tgz'), gzipSync(SECRET));
    await writeFile(path.join(folder, `${Buffer.from(SECRET).toString('hex')}.txt`), '');
    await writeFile(path.join(folder, 'keys.json'), SECRET);
    const { findings, files } = await searchFolder(folder, traces, (file) => file === 'keys.json');
    expect(files).toHaveLength(3);
    expect(new Set(findings.map(({ where }) => where))).toHaveProperty('size', 3);
  });

  test('refuses a secret too short to tell from an accident', () => {
    expect(() => tracesOf([secretText('short', '12345678901')])).toThrow(RangeError);
  });

  test('sees the arguments and the environment of programs that come and go', async ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    const watch = watchProcesses();
    const script = 'process.stdin.resume()';
    await run(process.execPath, ['-e', script, SECRET], { env: { SEEN: SECRET }, input: 'x' });
    const seen = watch.stop();
    expect(seen.some(({ command }) => searchBytes(command, 'arguments', traces).length > 0)).toBe(true);
    expect(seen.some(({ environment }) => searchBytes(environment, 'environment', traces).length > 0)).toBe(true);
  });
});
