import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyDigest } from '../../src/rules/key-text.ts';
import { createBench } from '../cli-harness.ts';

const FOREIGN = 'chef_0d9c5fa2-6f1e-4a57-9a5e-3ff0f1f2a3b4';
const IMPORT = ['keys', 'import', '--shape', 'chef', '--name', 'Old', '--owner', 'dev@example.com'];
const lines = (...items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).join('\n');
const foreign = (at: number) => `chef_0d9c5fa2-6f1e-4a57-9a5e-${String(at).padStart(12, '0')}`;

test('an imported key opens: by its hash alone', async () => {
  const { run, json } = createBench();
  expect(await json([...IMPORT, '--sha256', keyDigest(FOREIGN)])).toMatchObject({ key: { kind: 'imported' } });
  expect((await run(['validate'], { key: FOREIGN })).code).toBe(0);
});

test('a clear key is hashed here and never sent', async () => {
  const { run, folder, gateway } = createBench();
  const file = join(folder, 'old.key');
  writeFileSync(file, `${FOREIGN}\n`, { mode: 0o600 });
  const sent: string[] = [];
  const fetch = (url: string, init: RequestInit) => {
    sent.push(url, JSON.stringify(init.headers), init.body as string);
    return gateway.fetch(url, init);
  };
  const { code, stdout, stderr } = await run([...IMPORT, '--foreign-key-file', file], { fetch });
  expect(code).toBe(0);
  expect(sent.join()).toContain(keyDigest(FOREIGN));
  expect(sent.join() + stdout + stderr).not.toContain(FOREIGN.slice(5));
  expect((await run(['validate'], { key: FOREIGN })).code).toBe(0);
});

test('a clear key may come from standard input', async () => {
  const { run } = createBench();
  expect((await run([...IMPORT, '--foreign-key-stdin'], { stdin: `${FOREIGN}\n` })).code).toBe(0);
  expect((await run(['validate'], { key: FOREIGN })).code).toBe(0);
});

test.each([
  ['no key', IMPORT, ''],
  ['two sources', [...IMPORT, '--sha256', 'a'.repeat(64), '--foreign-key-stdin'], FOREIGN],
  ['both keys on standard input', [...IMPORT, '--foreign-key-stdin', '--key-stdin'], FOREIGN],
  ['a bulk file and a key on standard input', ['keys', 'import', '--bulk', '-', '--key-stdin'], '{}'],
  ['no shape', ['keys', 'import', '--name', 'x', '--owner', 'y', '--sha256', 'a'.repeat(64)], ''],
  ['no owner', ['keys', 'import', '--shape', 'chef', '--name', 'x', '--sha256', 'a'.repeat(64)], ''],
])('%s is wrong usage and sends nothing', async (_, argv, stdin) => {
  const { run, gateway } = createBench();
  expect((await run(argv, { stdin })).code).toBe(2);
  expect(gateway.requests).toEqual([]);
});

test('a file of JSON lines is imported with defaults from the options', async () => {
  const { run, json, folder } = createBench();
  const file = join(folder, 'keys.jsonl');
  const third = { name: 'c', owner: { id: 'c', email: 'c@example.com' }, tier: 'pro', sha256: keyDigest(foreign(3)) };
  writeFileSync(file, lines({ name: 'a', owner: 'a', key: foreign(1) }, { name: 'b', key: foreign(2) }, third));
  const { code, stdout } = await run([
    'keys',
    'import',
    '--bulk',
    file,
    '--shape',
    'chef',
    '--owner',
    'o',
    '--tier',
    'free',
  ]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '3 imported, 0 known already, 0 failed\n' });
  expect(await json(['keys', 'list'])).toMatchObject({
    items: [
      { name: 'c', owner: { id: 'c', email: 'c@example.com' }, tier: 'pro' },
      { name: 'b', owner: { id: 'o' }, tier: 'free' },
      { name: 'a', owner: { id: 'a' }, tier: 'free' },
      {},
    ],
  });
});

test('lines that fail are named and the others go on; the same file again imports the rest', async () => {
  const { run, folder } = createBench();
  const file = join(folder, 'keys.jsonl');
  const bad = ['not json', '[]', lines({ name: 'x', owner: 'x' }), lines({ name: 'x', owner: 'x', key: 'two words' })];
  const good = lines({ name: 'a', owner: 'a', key: foreign(1) }, { name: 'b', owner: 'b', key: foreign(2) });
  writeFileSync(file, [...bad, '', good].join('\n'));
  const argv = ['keys', 'import', '--bulk', file, '--shape', 'chef'];
  const first = await run(argv);
  expect(first).toMatchObject({ code: 1, stdout: '2 imported, 0 known already, 4 failed\n' });
  expect(first.stderr).toMatch(/^Line 1 is not a JSON object\.$/m);
  expect(first.stderr).toContain('Line 3 lacks "sha256"');
  expect(first.stderr).toContain('Line 4 has a "key" that holds more than one word');
  expect(first.stderr).not.toContain('two words');
  expect(await run(argv)).toMatchObject({ code: 1, stdout: '0 imported, 2 known already, 4 failed\n' });
});

test('--json tells of every line', async () => {
  const { json } = createBench();
  const stdin = lines({ name: 'a', owner: 'a', key: foreign(1) }, { name: 'b', owner: 'b', key: foreign(1) }, 5);
  const summary = await json(['keys', 'import', '--bulk', '-', '--shape', 'chef'], { stdin });
  expect(summary).toEqual({
    imported: 1,
    known: 1,
    failed: 1,
    results: [
      { line: 1, outcome: 'imported', id: expect.stringMatching(/^\w{10}$/) as string },
      { line: 2, outcome: 'known' },
      { line: 3, outcome: 'failed', code: 'bad_input', message: 'Line 3 is not a JSON object.' },
    ],
  });
});

test('waits as long as the gateway asks and loses no line', async () => {
  const { run, gateway, clock } = createBench();
  const stdin = lines({ name: 'a', owner: 'a', key: foreign(1) }, { name: 'b', owner: 'b', key: foreign(2) });
  gateway.fail({ code: 'too_many_requests', retryAfterSeconds: 8 }, { times: 2 });
  const before = clock.now();
  const { code, stdout } = await run(['keys', 'import', '--bulk', '-', '--shape', 'chef'], { stdin });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '2 imported, 0 known already, 0 failed\n' });
  expect(clock.now() - before).toBeGreaterThanOrEqual(16_000);
});

test('does not wait for ever', async () => {
  const { run, gateway } = createBench();
  gateway.fail({ code: 'too_many_requests', retryAfterSeconds: 1 }, { times: Infinity });
  const stdin = lines({ name: 'a', owner: 'a', key: foreign(1) });
  const { code, stdout } = await run(['keys', 'import', '--bulk', '-', '--shape', 'chef'], { stdin });
  expect({ code, stdout }).toEqual({ code: 6, stdout: '0 imported, 0 known already, 0 failed; stopped at line 1\n' });
  expect(gateway.requests.length).toBe(21);
});

test('stops where no later line can do better, and tells how far it came', async () => {
  const { run, gateway } = createBench();
  const stdin = lines(...[1, 2, 3].map((at) => ({ name: 'x', owner: 'x', key: foreign(at) })));
  let sent = 0;
  const fetch = (url: string, init: RequestInit) => {
    if (++sent === 2) gateway.fail('network', { times: Infinity });
    return gateway.fetch(url, init);
  };
  const { code, stdout, stderr } = await run(['keys', 'import', '--bulk', '-', '--shape', 'chef'], { stdin, fetch });
  expect({ code, stdout }).toEqual({ code: 5, stdout: '1 imported, 0 known already, 0 failed; stopped at line 2\n' });
  expect(stderr).toContain('(offline');
  expect(sent).toBe(2);
});

test.each([
  ['absent', 'ENOENT'],
  ['.', 'EISDIR'],
])('a file that cannot be read (%s) is named', async (name, reason) => {
  const { run, folder } = createBench();
  const file = join(folder, name);
  const { code, stdout, stderr } = await run(['keys', 'import', '--bulk', file]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`${file} cannot be read (${reason})`);
});

test('lines may end as on Windows, begin with a byte order mark and hold any text', async () => {
  const { json, folder } = createBench();
  const file = join(folder, 'keys.jsonl');
  const items = [1, 2].map((at) => JSON.stringify({ name: `schlüssel 鍵 ${at}`, owner: 'o', key: foreign(at) }));
  writeFileSync(file, `\ufeff${items.join('\r\n')}`);
  expect(await json(['keys', 'import', '--bulk', file, '--shape', 'chef'])).toMatchObject({ imported: 2, failed: 0 });
  expect(await json(['keys', 'list'])).toMatchObject({
    items: [{ name: 'schlüssel 鍵 2' }, { name: 'schlüssel 鍵 1' }, {}],
  });
});

test('a line without an end is given up', async () => {
  const { run } = createBench();
  const at = (length: number) => run(['keys', 'import', '--bulk', '-'], { stdin: 'x'.repeat(length) });
  expect((await at(65_536)).stderr).toContain('Line 1 is not a JSON object');
  expect((await at(65_537)).stderr).toContain('more than 65536 characters');
});

test('an interrupt tells what was done and exits with 130', async () => {
  const { run, gateway } = createBench();
  const stdin = lines(...[1, 2, 3].map((at) => ({ name: 'x', owner: 'x', key: foreign(at) })));
  const interrupt = new AbortController();
  const fetch = async (url: string, init: RequestInit) => {
    const answer = await gateway.fetch(url, init);
    if (gateway.requests.length === 2) interrupt.abort();
    return answer;
  };
  const argv = ['keys', 'import', '--bulk', '-', '--shape', 'chef'];
  const { code, stdout } = await run(argv, { stdin, fetch, signal: interrupt.signal });
  expect(code).toBe(130);
  expect(stdout).toMatch(/^[12] imported, 0 known already, 0 failed; stopped at line [23]\n$/);
  expect(gateway.requests.length).toBe(2);
});
