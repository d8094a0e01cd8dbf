import { expect, test } from 'vitest';
import { type Bench, createBench } from '../cli-harness.ts';

function withKey(draft: Parameters<Bench['gateway']['issue']>[0] = {}) {
  const bench = createBench();
  const { key, apiKey } = bench.gateway.issue({ name: 'CI', owner: { id: 'dev@example.com' }, ...draft });
  return { ...bench, id: key.id, apiKey };
}

const keyIn = (answer: Record<string, unknown>) => answer['key'] as Record<string, unknown>;

test('show prints everything about a key but its text', async () => {
  const { run, id, apiKey } = withKey({ scopes: ['a:b'], metadata: { team: 'core' } });
  const { code, stdout } = await run(['keys', 'show', id]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^id +\w{10}$/m);
  expect(stdout).toMatch(/^owner +dev@example\.com$/m);
  expect(stdout).toMatch(/^scopes +a:b$/m);
  expect(stdout).toMatch(/^expires +never$/m);
  expect(stdout).toMatch(/^created +2026-01-01T00:00:00Z \(just now\) by bootstrap$/m);
  expect(stdout).toMatch(/^meta team +core$/m);
  expect(stdout).not.toMatch(/^revoked/m);
  expect(stdout).not.toContain(apiKey.slice(18));
});

test('show takes the hint that lists show for the id', async () => {
  const { json, id } = withKey();
  expect(keyIn(await json(['keys', 'show', `wg_live_${id}`]))).toMatchObject({ id });
});

test('show of a key that does not exist exits with 4', async () => {
  const { run } = createBench();
  const { code, stderr } = await run(['keys', 'show', '0000000000']);
  expect(code).toBe(4);
  expect(stderr).toContain('keys list');
});

test('edit changes what is given and leaves the rest', async () => {
  const { json, id } = withKey({ tier: 'pro', scopes: ['a:b'], metadata: { team: 'core' } });
  const edited = keyIn(await json(['keys', 'edit', id, '--name', 'Night build', '--expires', '2026-12-31']));
  expect(edited).toMatchObject({
    name: 'Night build',
    expires_at: '2026-12-31T23:59:59.999Z',
    tier: 'pro',
    scopes: ['a:b'],
    metadata: { team: 'core' },
    owner: { id: 'dev@example.com' },
  });
});

test('edit takes back: never, the limits of the tier, no scopes, no facts', async () => {
  const { json, id } = withKey({
    tier: 'pro',
    scopes: ['a:b'],
    metadata: { team: 'core' },
    limits: { requests: 1, windowSeconds: 60, burst: 1 },
    expiresAt: '2026-12-31T00:00:00.000Z',
  });
  const edit = ['keys', 'edit', id, '--expires', 'never', '--rate', 'tier', '--clear-scopes', '--clear-meta'];
  expect(keyIn(await json(edit))).toMatchObject({
    expires_at: null,
    limits: { requests: 300, window_seconds: 60, burst: 300 },
    scopes: [],
    metadata: {},
  });
});

test.each([
  ['nothing to change', []],
  ['an owner without an id', ['--owner-email', 'dev@example.com']],
  ['scopes given and cleared', ['--scope', 'a', '--clear-scopes']],
  ['facts given and cleared', ['--meta', 'a=b', '--clear-meta']],
])('edit with %s is wrong usage and sends nothing', async (_, options) => {
  const { run, id, gateway } = withKey();
  expect((await run(['keys', 'edit', id, ...options])).code).toBe(2);
  expect(gateway.requests).toEqual([]);
});

test('suspend shuts a key with a reason and resume opens it again', async () => {
  const { json, run, id } = withKey();
  const suspended = keyIn(await json(['keys', 'suspend', id, '--reason', 'unpaid']));
  expect(suspended).toMatchObject({ status: 'suspended', suspended_reason: 'unpaid' });
  expect((await run(['keys', 'show', id])).stdout).toMatch(/^suspended +.* \(just now\): unpaid$/m);
  expect(keyIn(await json(['keys', 'resume', id]))).toMatchObject({ status: 'active', suspended_at: null });
});

test('rotate prints the successor alone and keeps the old key for the overlap', async () => {
  const { run, json, id } = withKey();
  const { code, stdout, stderr } = await run(['keys', 'rotate', id, '--overlap', '24h']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^wg_live_[0-9A-Za-z]{48}\n$/);
  expect(stderr).toContain(`Key ${id} works for 24 hours more.`);
  expect(keyIn(await json(['keys', 'show', id]))).toMatchObject({
    status: 'active',
    expires_at: '2026-01-02T00:00:00.000Z',
    rotated_to: expect.stringMatching(/^\w{10}$/) as string,
  });
});

test('rotate without an overlap ends the old key now', async () => {
  const { run, json, id } = withKey();
  expect((await run(['keys', 'rotate', id])).stderr).toContain(`Key ${id} ends now.`);
  expect(keyIn(await json(['keys', 'show', id]))).toMatchObject({ status: 'revoked' });
});

test.each(['31d', '2592001s', 'soon', '5'])('an overlap of %s is wrong usage', async (overlap) => {
  const { run, id, gateway } = withKey();
  expect((await run(['keys', 'rotate', id, '--overlap', overlap])).code).toBe(2);
  expect(gateway.requests).toEqual([]);
});

test('an overlap of 30 days is the longest', async () => {
  const { run, id } = withKey();
  expect((await run(['keys', 'rotate', id, '--overlap', '30d'])).code).toBe(0);
});

test('revoke with --yes ends a key for good', async () => {
  const { json, run, id } = withKey();
  expect(keyIn(await json(['keys', 'revoke', id, '--reason', 'left', '--yes']))).toMatchObject({
    status: 'revoked',
    revoked_reason: 'left',
  });
  expect((await run(['keys', 'resume', id])).code).toBe(1);
});

test('revoke is not done where nobody can be asked and --yes is missing', async () => {
  const { run, id, gateway } = withKey();
  const { code, stderr } = await run(['keys', 'revoke', id, '--reason', 'left']);
  expect(code).toBe(2);
  expect(stderr).toContain('--yes');
  expect(gateway.requests).toEqual([]);
});

test('revoke wants a reason', async () => {
  const { run, id } = withKey();
  const { code, stderr } = await run(['keys', 'revoke', id, '--yes']);
  expect(code).toBe(2);
  expect(stderr).toContain('--reason');
});

test.each(['show', 'edit', 'suspend', 'resume', 'rotate'])('%s refuses what is no id before it asks', async (verb) => {
  const { run, gateway } = createBench();
  const { code, stderr } = await run(['keys', verb, '../../ready']);
  expect(code).toBe(2);
  expect(stderr).toContain('not the id of a key');
  expect(gateway.requests).toEqual([]);
});
