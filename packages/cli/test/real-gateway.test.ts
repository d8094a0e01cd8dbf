import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { systemClock } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { runCli } from '../src/index.ts';
import { collector, temporaryFolder } from './cli-harness.ts';
import { startLiveGateway } from './live-gateway.ts';

const SHAPES = JSON.stringify([{ name: 'chef', prefix: 'chef_', pattern: '[0-9a-f-]{36}' }]);
const FOREIGN = 'chef_0d9c5fa2-6f1e-4a57-9a5e-3ff0f1f2a3b4';

/** The command against a gateway, over a real socket and with the fetch that people get. */
async function startGateway() {
  const { adminKey, url, stop } = await startLiveGateway({ WICKETGATE_KEY_SHAPES: SHAPES });
  const folder = temporaryFolder();
  const run = async (argv: readonly string[], key = adminKey) => {
    const [out, err] = [collector(), collector()];
    const code = await runCli(argv, {
      stdin: Readable.from([]),
      stdout: out,
      stderr: err,
      env: { WICKETGATE_URL: url, WICKETGATE_CONFIG_DIR: join(folder, 'config'), WICKETGATE_API_KEY: key },
      platform: 'linux',
      clock: systemClock,
      random: (bytes) => crypto.getRandomValues(bytes),
      signal: new AbortController().signal,
    });
    return { code, stdout: out.text(), stderr: err.text() };
  };
  return { adminKey, run, stop };
}

test('a key lives its whole life in the real gateway', { timeout: 60_000 }, async () => {
  const { run } = await startGateway();
  expect((await run(['health'])).stdout).toMatch(/^status +ready$/m);

  const created = await run([
    'keys',
    'create',
    '--name',
    'CI',
    '--owner',
    'dev@example.com',
    '--tier',
    'pro',
    '--json',
  ]);
  const { key, api_key: text } = JSON.parse(created.stdout) as { key: { id: string }; api_key: string };
  const valid = await run(['validate'], text);
  expect(valid.code).toBe(0);
  expect(valid.stdout).toMatch(/^tier +pro$/m);
  expect((await run(['keys', 'list'], text)).code).toBe(3);

  expect((await run(['keys', 'edit', key.id, '--rate', '5/1m', '--expires', '90d', '--meta', 'team=core'])).code).toBe(
    0,
  );
  expect((await run(['keys', 'show', key.id])).stdout).toMatch(/^limits +5 requests in 60 seconds, 5 at once$/m);
  expect((await run(['keys', 'edit', key.id, '--rate', 'tier', '--expires', 'never'])).stdout).toMatch(
    /^expires +never$/m,
  );

  await run(['keys', 'suspend', key.id, '--reason', 'unpaid']);
  expect((await run(['validate'], text)).stdout).toMatch(/^not valid: suspended$/m);
  await run(['keys', 'resume', key.id]);
  expect((await run(['validate'], text)).code).toBe(0);

  const rotated = await run(['keys', 'rotate', key.id, '--overlap', '1h']);
  expect((await run(['validate'], rotated.stdout.trim())).code).toBe(0);
  expect((await run(['validate'], text)).code).toBe(0);

  expect((await run(['keys', 'revoke', key.id, '--reason', 'left', '--yes'])).code).toBe(0);
  expect((await run(['validate'], text)).stdout).toMatch(/^not valid: revoked$/m);
  expect(JSON.parse((await run(['keys', 'list', '--all', '--json'])).stdout)).toMatchObject({
    items: [{ status: 'active' }, { status: 'revoked' }, { name: 'bootstrap' }],
  });
});

test(
  'an imported foreign key opens the command, and an unregistered shape is refused',
  { timeout: 60_000 },
  async () => {
    const { run } = await startGateway();
    const folder = temporaryFolder();
    const file = join(folder, 'keys.jsonl');
    writeFileSync(file, JSON.stringify({ name: 'Old', owner: 'dev@example.com', key: FOREIGN }));
    const bulk = ['keys', 'import', '--shape', 'chef', '--role', 'viewer', '--bulk', file];
    expect((await run(['validate'], FOREIGN)).code).toBe(3);
    expect((await run(bulk)).stdout).toBe('1 imported, 0 known already, 0 failed\n');
    expect((await run(['validate'], FOREIGN)).stdout).toMatch(/^valid\nkey +Old /);
    expect(await run(['keys', 'list'], FOREIGN)).toMatchObject({ code: 0, stderr: '' });
    expect((await run(bulk)).stdout).toBe('0 imported, 1 known already, 0 failed\n');
    expect((await run(['validate'], 'cook_0d9c5fa2-6f1e-4a57-9a5e-3ff0f1f2a3b4')).stdout).toMatch(
      /^not valid: malformed$/m,
    );
  },
);

test('a gateway that has stopped leaves a key valid on its receipt', { timeout: 60_000 }, async () => {
  const { run, stop, adminKey } = await startGateway();
  expect((await run(['validate'])).code).toBe(0);
  await stop();
  const offline = await run(['validate', '--timeout', '1'], adminKey);
  expect(offline.code).toBe(0);
  expect(offline.stdout).toMatch(/^valid, but the gateway cannot be reached: works offline until /);
  expect((await run(['validate', '--no-grace', '--timeout', '1'])).code).toBe(5);
  expect((await run(['keys', 'list', '--timeout', '1'])).code).toBe(5);
});
