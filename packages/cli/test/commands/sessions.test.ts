import { stripVTControlCharacters } from 'node:util';
import type { FakeGateway } from '@wicketgate/testing';
import { expect, test } from 'vitest';
import { type Bench, createBench } from '../cli-harness.ts';
import { DEV } from '../sign-in-bench.ts';

async function withSessions(): Promise<Bench & { readonly ids: readonly string[] }> {
  const bench = createBench();
  const open = async (...how: Parameters<FakeGateway['signIn']['open']>) =>
    (await bench.gateway.signIn.open(...how)).session.id;
  const ids = [await open(DEV), await open(DEV, 'wicketgate-vscode'), await open({ principal: { id: 'corp:other' } })];
  return { ...bench, ids };
}

test('list shows sign-ins, newest first', async () => {
  const { run, ids } = await withSessions();
  const { code, stdout } = await run(['sessions', 'list']);
  expect(code).toBe(0);
  const [head, ...rows] = stdout.trimEnd().split('\n');
  expect(head).toMatch(/^ID +WHO +TIER +ROLE +CLIENT +STATUS/);
  expect(rows.map((row) => row.slice(0, 16))).toEqual([...ids].reverse());
});

test.each([
  [['--principal', 'corp:other'], [2]],
  [['--client', 'wicketgate-vscode'], [1]],
  [
    ['--status', 'active', '--principal', 'corp:dev'],
    [1, 0],
  ],
  [['--status', 'revoked'], []],
  [['--limit', '1'], [2]],
  [
    ['--all', '--limit', '1'],
    [2, 1, 0],
  ],
])('list %j', async (argv, expected) => {
  const { json, ids } = await withSessions();
  const { items } = (await json(['sessions', 'list', ...argv])) as { items: { id: string }[] };
  expect(items.map(({ id }) => id)).toEqual(expected.map((at) => ids[at]));
});

test('a page that is not the last says how to go on', async () => {
  const { run } = await withSessions();
  const { stderr } = await run(['sessions', 'list', '--limit', '2']);
  const [, cursor = ''] = /--cursor (\S+)/.exec(stderr) ?? [];
  expect((await run(['sessions', 'list', '--cursor', cursor])).stdout.trimEnd().split('\n')).toHaveLength(2);
});

test('show tells all about one, and no token', async () => {
  const { run, json, ids } = await withSessions();
  const { code, stdout } = await run(['sessions', 'show', ids[0] ?? '']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^who +corp:dev/m);
  expect(JSON.stringify(await json(['sessions', 'show', ids[0] ?? '']))).not.toMatch(/eyJ[\w-]+\.|wg_/);
});

test('one that is not there ends with 4, what is no id with 2', async () => {
  const { run } = await withSessions();
  expect((await run(['sessions', 'show', '0'.repeat(16)])).code).toBe(4);
  expect((await run(['sessions', 'show', 'nonsense'])).code).toBe(2);
});

test('revoke asks about the one that it shows, and ends it', async () => {
  const { run, ids, gateway } = await withSessions();
  const argv = ['sessions', 'revoke', ids[0] ?? '', '--reason', 'lost laptop'];
  const declined = await run(argv, { answers: ['n'] });
  expect(declined.code).toBe(1);
  expect(stripVTControlCharacters(declined.stderr)).toContain(
    `End sign-in ${ids[0] ?? ''} of corp:dev (Wicketgate command) for good?`,
  );
  expect(gateway.sessions.list({ status: 'revoked' })).toEqual([]);
  expect((await run(argv, { answers: ['y'] })).code).toBe(0);
  expect(gateway.sessions.show(ids[0] ?? '')).toMatchObject({ status: 'revoked', revokedReason: 'lost laptop' });
});

test.each([
  [['--principal', 'corp:dev'], 2, '2 sign-ins ended.\n'],
  [['--principal', 'corp:other'], 1, '1 sign-in ended.\n'],
  [['--principal', 'corp:nobody'], 0, '0 sign-ins ended.\n'],
  [['--all'], 3, '3 sign-ins ended.\n'],
])('revoke %j ends %d', async (argv, count, text) => {
  const { run, gateway } = await withSessions();
  const { code, stdout } = await run(['sessions', 'revoke', ...argv, '--reason', 'test', '--yes']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: text });
  expect(gateway.sessions.list({ status: 'revoked' })).toHaveLength(count);
});

test("everybody's are asked about by name, and a no ends none", async () => {
  const { run, gateway } = await withSessions();
  const { code, stderr } = await run(['sessions', 'revoke', '--all', '--reason', 'test'], { answers: ['n'] });
  expect(code).toBe(1);
  expect(stripVTControlCharacters(stderr)).toContain('End every sign-in of everybody, your own included?');
  expect(gateway.sessions.list({ status: 'revoked' })).toEqual([]);
});

test.each([
  [['sessions', 'revoke', '0123456789abcdef', '--reason', 'test']],
  [['sessions', 'revoke', '--all', '--reason', 'test']],
])('%j needs a yes where nobody can be asked, and asks the gateway nothing before', async (argv) => {
  const { run, gateway } = await withSessions();
  const { code, stderr } = await run(argv);
  expect(code).toBe(2);
  expect(stderr).toContain('(confirmation_needed)');
  expect(gateway.requests).toEqual([]);
});

test.each([
  [['--reason', 'test', '--yes']],
  [['0123456789abcdef', '--all', '--reason', 'test', '--yes']],
  [['--all', '--principal', 'corp:dev', '--reason', 'test', '--yes']],
  [['0123456789abcdef', '--yes']],
])('revoke %j is wrong usage', async (argv) => {
  const { run, gateway } = await withSessions();
  expect((await run(['sessions', 'revoke', ...argv])).code).toBe(2);
  expect(gateway.requests).toEqual([]);
});

test('a key that is no admin may not', async () => {
  const { run, gateway, ids } = await withSessions();
  const { apiKey } = gateway.issue();
  const argv = ['sessions', 'revoke', ids[0] ?? '', '--reason', 'test', '--yes'];
  expect((await run(argv, { key: apiKey })).code).toBe(3);
});
