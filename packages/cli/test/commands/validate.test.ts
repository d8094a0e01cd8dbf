import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Bench, createBench } from '../cli-harness.ts';

const VALIDATE_PATH = '/api/v1/auth/validate';

function withKey(draft: Parameters<Bench['gateway']['issue']>[0] = {}) {
  const bench = createBench();
  const { key, apiKey } = bench.gateway.issue({ name: 'CI', owner: { id: 'dev@example.com' }, ...draft });
  return { ...bench, id: key.id, apiKey };
}

test('tells whose a valid key is and what it allows', async () => {
  const { run, apiKey, id } = withKey({ tier: 'pro', scopes: ['a:b'], expiresAt: '2026-04-01T00:00:00.000Z' });
  const { code, stdout, stderr } = await run(['validate'], { key: apiKey });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(
    [
      'valid',
      `key      CI (${id}, live)`,
      'who      dev@example.com',
      'tier     pro',
      'role     user',
      'scopes   a:b',
      'limits   300 requests in 60 seconds, 300 at once',
      'expires  2026-04-01T00:00:00Z (in 90 days)',
      'asked    the gateway',
      '',
    ].join('\n'),
  );
});

test('--json prints the verdict in the spelling of the wire', async () => {
  const { json, apiKey, id } = withKey();
  expect(await json(['validate'], { key: apiKey })).toMatchObject({
    status: 'valid',
    via: 'gateway',
    degraded: false,
    checked_at: '2026-01-01T00:00:00.000Z',
    identity: { key: { id }, tier: 'free', expires_at: null, limits: { window_seconds: 60 } },
  });
});

test.each([
  ['suspended', 'key_suspended'],
  ['revoked', 'key_revoked'],
] as const)('a %s key exits with 3 and the verdict on stdout', async (reason, code) => {
  const { run, json, apiKey, id } = withKey();
  const change = reason === 'suspended' ? ['suspend'] : ['revoke', '--reason', 'left', '--yes'];
  await run(['keys', ...change, id]);
  const refused = await run(['validate'], { key: apiKey });
  expect(refused.code).toBe(3);
  expect(refused.stdout).toMatch(new RegExp(`^not valid: ${reason}\n`));
  expect(await json(['validate'], { key: apiKey })).toMatchObject({ status: 'invalid', reason, code });
});

test('a mistyped key is refused without a request', async () => {
  const { run, apiKey, gateway } = withKey();
  const { code, stdout } = await run(['validate'], {
    key: `${apiKey.slice(0, -1)}${apiKey.endsWith('a') ? 'b' : 'a'}`,
  });
  expect(code).toBe(3);
  expect(stdout).toMatch(/^not valid: malformed\n/);
  expect(gateway.requests).toEqual([]);
});

test.each([
  ['network', 5, 'offline'],
  ['html', 5, 'server'],
  ['valid-false', 5, 'server'],
  ['truncate', 5, 'server'],
  ['redirect', 5, 'server'],
  [{ code: 'internal_error' }, 5, 'server'],
  [{ code: 'too_many_requests', retryAfterSeconds: 1 }, 6, 'throttled'],
] as const)('%j is never valid: exit code %d, %s', async (how, code, reason) => {
  const { run, apiKey, gateway } = withKey();
  gateway.fail(how, { times: Infinity });
  const result = await run(['validate'], { key: apiKey });
  expect(result.code).toBe(code);
  expect(result.stdout).toMatch(new RegExp(`^not known: ${reason}\n`));
});

test('without the gateway a receipt keeps the key valid, and says until when', async () => {
  const { run, json, apiKey, gateway } = withKey();
  await run(['validate'], { key: apiKey });
  gateway.fail('network', { times: Infinity });
  const { code, stdout } = await run(['validate'], { key: apiKey });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^valid, but the gateway cannot be reached: works offline until 2026-01-04T00:00:00Z \(in .+\)\n/,
  );
  expect(await json(['validate'], { key: apiKey })).toMatchObject({
    status: 'valid',
    via: 'receipt',
    grace: { until: '2026-01-04T00:00:00.000Z', because: 'offline' },
  });
});

test("--no-grace counts the gateway's own word alone", async () => {
  const { run, apiKey, gateway } = withKey();
  await run(['validate'], { key: apiKey });
  gateway.fail('network', { times: Infinity });
  expect((await run(['validate', '--no-grace'], { key: apiKey })).code).toBe(5);
});

test('a receipt ends, and does not serve when the clock goes back', async () => {
  const { run, apiKey, gateway, clock } = withKey();
  const start = clock.now();
  await run(['validate'], { key: apiKey });
  gateway.fail('network', { times: Infinity });
  clock.set(start + 72 * 3_600_000 + 1_000);
  expect((await run(['validate'], { key: apiKey })).code).toBe(5);
  clock.set(start - 3_600_000);
  expect((await run(['validate'], { key: apiKey })).code).toBe(5);
});

test('a refusal ends the grace', async () => {
  const { run, apiKey, id, gateway } = withKey();
  await run(['validate'], { key: apiKey });
  await run(['keys', 'revoke', id, '--reason', 'left', '--yes']);
  expect((await run(['validate'], { key: apiKey })).code).toBe(3);
  gateway.fail('network', { times: Infinity });
  expect((await run(['validate'], { key: apiKey })).code).toBe(5);
});

test('one installation keeps one id, in a file for its owner alone, and never a key', async () => {
  const { run, apiKey, gateway, folder } = withKey();
  const bodies: string[] = [];
  const fetch = (url: string, init: RequestInit) => {
    if (url.endsWith(VALIDATE_PATH)) bodies.push(init.body as string);
    return gateway.fetch(url, init);
  };
  await run(['validate'], { key: apiKey, fetch });
  await run(['validate'], { key: apiKey, fetch });
  const file = join(folder, 'config', 'install-id');
  const id = readFileSync(file, 'utf8').trim();
  expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([{ install_id: id }, { install_id: id }]);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(statSync(join(folder, 'config')).mode & 0o077).toBe(0);
  const kept = readdirSync(join(folder, 'config'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(kept.length).toBeGreaterThan(1);
  for (const entry of kept) expect(readFileSync(join(entry.parentPath, entry.name), 'utf8')).not.toContain(apiKey);
});

test('a folder that cannot be written costs the grace and not the verdict', async () => {
  const { run, apiKey } = withKey();
  const env = { WICKETGATE_CONFIG_DIR: '/dev/null/nowhere' };
  expect((await run(['validate'], { key: apiKey, env })).code).toBe(0);
});

test('a folder of receipts that others may read is told of, and its receipts do not serve', async () => {
  const { run, apiKey, gateway, folder } = withKey();
  await run(['validate'], { key: apiKey });
  chmodSync(join(folder, 'config', 'receipts'), 0o755);
  const { code, stderr } = await run(['validate'], { key: apiKey });
  expect(code).toBe(0);
  expect(stderr).toContain(join(folder, 'config', 'receipts'));
  expect(gateway.requestsTo(VALIDATE_PATH)).toBe(2);
});
