import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseApiKey } from '@wicketgate/contract';
import { expect, test } from 'vitest';
import { createBench } from '../cli-harness.ts';

const CREATE = ['keys', 'create', '--name', 'CI', '--owner', 'dev@example.com'];

test('prints the new key alone on stdout and everything else on stderr', async () => {
  const { run } = createBench();
  const { code, stdout, stderr } = await run(CREATE);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^wg_live_[0-9A-Za-z]{48}\n$/);
  expect(stderr).toContain('Made key "CI"');
  expect(stderr).toContain('shown this once');
  expect(stderr).not.toContain(stdout.trim());
});

test('sends what the options say', async () => {
  const { json } = createBench();
  const { key } = await json([
    ...CREATE,
    ...['--owner-email', 'dev@example.com', '--owner-name', 'Dev', '--tier', 'pro', '--role', 'viewer'],
    ...['--scope', 'releases:read,usage:read', '--scope', 'tools:call', '--expires', '90d'],
    ...['--rate', '100/1m', '--burst', '20', '--meta', 'team=core', '--meta', 'seats:=5'],
  ]);
  expect(key).toMatchObject({
    name: 'CI',
    owner: { id: 'dev@example.com', email: 'dev@example.com', name: 'Dev' },
    env: 'live',
    tier: 'pro',
    role: 'viewer',
    scopes: ['releases:read', 'usage:read', 'tools:call'],
    limits: { requests: 100, window_seconds: 60, burst: 20 },
    expires_at: '2026-04-01T00:00:00.000Z',
    metadata: { team: 'core', seats: 5 },
  });
});

test('--json prints the answer of the wire as one document', async () => {
  const { run } = createBench();
  const { stdout, stderr } = await run([...CREATE, '--json']);
  const answer = JSON.parse(stdout) as { key: { id: string }; api_key: string };
  expect(parseApiKey(answer.api_key)).toMatchObject({ ok: true, key: { id: answer.key.id } });
  expect(stderr).toBe('');
});

test('--key-out keeps the key off the terminal, in a file for its owner alone', async () => {
  const { run, folder } = createBench();
  const file = join(folder, 'ci.key');
  const { code, stdout, stderr } = await run([...CREATE, '--key-out', file]);
  const key = readFileSync(file, 'utf8').trim();
  expect(code).toBe(0);
  expect(parseApiKey(key).ok).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(stdout + stderr).not.toContain(key);
  expect(stdout + stderr).not.toContain(key.slice(-38));
});

test('--key-out with --json names the file in place of the key', async () => {
  const { json, folder } = createBench();
  const file = join(folder, 'ci.key');
  const answer = await json([...CREATE, '--key-out', file]);
  expect(Object.keys(answer)).toEqual(['key', 'api_key_file']);
  expect(answer['api_key_file']).toBe(file);
});

test('--key-out never overwrites, and asks for no key that could not be kept', async () => {
  const { run, folder, gateway } = createBench();
  const file = join(folder, 'ci.key');
  writeFileSync(file, 'precious');
  const taken = await run([...CREATE, '--key-out', file]);
  const nowhere = await run([...CREATE, '--key-out', join(folder, 'absent', 'ci.key')]);
  expect(taken).toMatchObject({ code: 1, stdout: '' });
  expect(taken.stderr).toContain('exists already');
  expect(nowhere).toMatchObject({ code: 1, stdout: '' });
  expect(nowhere.stderr).toContain('ENOENT');
  expect(readFileSync(file, 'utf8')).toBe('precious');
  expect(gateway.requests).toEqual([]);
});

test('--key-out leaves no file behind when the gateway refuses', async () => {
  const { run, folder, gateway } = createBench();
  const file = join(folder, 'ci.key');
  gateway.fail({ code: 'forbidden' });
  expect(await run([...CREATE, '--key-out', file])).toMatchObject({ code: 3 });
  expect(existsSync(file)).toBe(false);
});

test('--key-out leaves no file behind when it is interrupted', async () => {
  const { run, folder, gateway } = createBench();
  const file = join(folder, 'ci.key');
  gateway.fail('hang');
  const interrupt = new AbortController();
  const running = run([...CREATE, '--key-out', file], { signal: interrupt.signal });
  await expect.poll(() => gateway.requests.length).toBe(1);
  expect(existsSync(file)).toBe(true);
  interrupt.abort();
  expect(await running).toMatchObject({ code: 130, stdout: '' });
  expect(existsSync(file)).toBe(false);
});

test('is not repeated when the answer is lost, and says that the key may be there', async () => {
  const { run, gateway } = createBench();
  gateway.fail('truncate');
  const { code, stderr } = await run(CREATE);
  expect(code).toBe(5);
  expect(gateway.requestsTo('/admin/api/keys')).toBe(1);
  expect(stderr).toContain('may have been made all the same');
});

test('--json tells of that doubt too, in the one document there is', async () => {
  const { run, gateway } = createBench();
  gateway.fail('truncate');
  const { code, stdout, stderr } = await run([...CREATE, '--json']);
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: 'bad_answer', hint: expect.stringContaining('may have been made all the same') as string },
  });
});

test('does not cast doubt where the gateway has said no', async () => {
  const { run, gateway } = createBench();
  gateway.fail({ code: 'forbidden' });
  expect((await run(CREATE)).stderr).not.toContain('may have been made');
});

test.each([
  ['no name', ['--owner', 'dev@example.com'], '--name'],
  ['no owner', ['--name', 'CI'], '--owner'],
  ['a tier that does not exist', ['--name', 'CI', '--owner', 'x', '--tier', 'gold'], 'free, pro, enterprise'],
  ['an end in the past', ['--name', 'CI', '--owner', 'x', '--expires', '2020-01-01'], 'in the past'],
  ['a rate of no form', ['--name', 'CI', '--owner', 'x', '--rate', 'fast'], '100/1m'],
  ['a burst without a rate', ['--name', 'CI', '--owner', 'x', '--burst', '5'], '--rate'],
  ['a fact of no form', ['--name', 'CI', '--owner', 'x', '--meta', 'x'], 'NAME=TEXT'],
  ['an empty scope', ['--name', 'CI', '--owner', 'x', '--scope', 'a,,b'], 'scope'],
])('%s is wrong usage and sends nothing', async (_, options, word) => {
  const { run, gateway } = createBench();
  const { code, stdout, stderr } = await run(['keys', 'create', ...options]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(word);
  expect(gateway.requests).toEqual([]);
});

test('a member that the gateway refuses is named', async () => {
  const { run } = createBench();
  const { code, stderr } = await run([...CREATE, '--scope', 'Not A Scope']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/scopes\.0: must be lower-case letters/);
  expect(stderr).toMatch(/\(invalid_field, request [0-9a-f]+\)/);
});
