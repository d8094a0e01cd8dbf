import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBench } from './cli-harness.ts';

const FOREIGN = 'chef_0d9c5fa2-6f1e-4a57-9a5e-3ff0f1f2a3b4';

/** The ways in which a secret may stand somewhere, none of them in the clear. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const forms = [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
  return [...forms, [...secret].reverse().join(''), secret.slice(-38)];
}

test('a key is nowhere but where it is meant: not in words, data, files or addresses, whatever goes wrong', async () => {
  const { run, gateway, folder } = createBench();
  const { key, apiKey } = gateway.issue({ name: 'CI', owner: { id: 'dev@example.com' } });
  const keyFile = join(folder, 'my.key');
  const bulk = join(folder, 'bulk.jsonl');
  writeFileSync(keyFile, apiKey, { mode: 0o600 });
  writeFileSync(bulk, `${JSON.stringify({ name: 'a', owner: 'a', key: FOREIGN })}\n{"key":"${FOREIGN}"}\n"${FOREIGN}"`);
  const addresses: string[] = [];
  const fetch = (url: string, init: RequestInit) => {
    addresses.push(url);
    return gateway.fetch(url, init);
  };
  const argvs = [
    ['validate'],
    ['validate', '--key-file', keyFile],
    ['validate', apiKey],
    ['keys', 'list', '--all'],
    ['keys', 'show', key.id],
    ['keys', 'edit', key.id, '--name', 'x'],
    ['keys', 'import', '--shape', 'chef', '--bulk', bulk],
    ['keys', 'import', '--shape', 'chef', '--name', 'x', '--owner', 'y', '--foreign-key-stdin'],
    ['config', 'list'],
    ['config', 'set', 'url', `https://${apiKey}@gate.example.com`],
    ['health'],
  ];
  const printed: string[] = [];
  for (const how of [
    undefined,
    'network',
    'html',
    'truncate',
    { code: 'key_revoked' },
    { code: 'internal_error' },
  ] as const) {
    if (how !== undefined) gateway.fail(how, { times: Infinity });
    for (const argv of argvs) {
      for (const more of [[], ['--json']]) {
        const result = await run([...argv, ...more], { fetch, stdin: FOREIGN });
        printed.push(result.stdout, result.stderr);
      }
    }
    gateway.heal();
  }
  const config = join(folder, 'config');
  const kept = readdirSync(config, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = kept.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(files.length).toBeGreaterThan(0);
  expect(addresses.length).toBeGreaterThan(50);
  const everything = [...printed, ...files, ...addresses].join('\n');
  for (const secret of [apiKey, gateway.adminKey, FOREIGN]) {
    for (const form of formsOf(secret)) expect(everything).not.toContain(form);
  }
}, 60_000);
