import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunOptions } from './cli-harness.ts';
import { createSignInBench, DEV, whenCodeIsShown } from './sign-in-bench.ts';

/** The ways in which a secret may stand somewhere, none of them in the clear. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex'), secret.slice(-38)];
}

/** What the gateway gave: access tokens, refresh tokens and device codes. */
function secretsIn(answer: string): readonly string[] {
  return [...answer.matchAll(/"(?:access_token|refresh_token|device_code)":\s*"([^"]+)"/g)].map(
    ([, text = '']) => text,
  );
}

const ADMIN = { ...DEV, role: 'admin' } as const;
const FAILURES = [
  undefined,
  'network',
  'html',
  'truncate',
  { code: 'session_ended' },
  { code: 'internal_error' },
] as const;
const ARGVS = [
  ['whoami'],
  ['usage'],
  ['validate'],
  ['keys', 'list'],
  ['sessions', 'list', '--all'],
  ['config', 'list'],
  ['logout'],
];

test('no token is in words, data, files or addresses, whatever goes wrong', { timeout: 120_000 }, async () => {
  const { runSignedIn, gateway, folder, clock } = createSignInBench();
  const [given, addresses, printed] = [new Set<string>(), [] as string[], [] as string[]];
  const fetch = async (url: string, init: RequestInit) => {
    addresses.push(url);
    const answer = await gateway.fetch(url, init);
    for (const secret of secretsIn(
      await answer
        .clone()
        .text()
        .catch(() => ''),
    ))
      given.add(secret);
    return answer;
  };
  const run = async (argv: readonly string[], options: RunOptions = {}) => {
    const { stdout, stderr } = await runSignedIn(argv, { fetch, ...options });
    printed.push(stderr, ...(argv[0] === 'token' ? [] : [stdout]));
  };
  for (const how of FAILURES) {
    for (const more of [[], ['--json']]) {
      const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.approve(userCode, ADMIN));
      await run(['login', '--device', ...more], { meanwhile });
      if (how !== undefined) gateway.fail(how, { times: Infinity });
      await clock.advance(28 * 60_000);
      for (const argv of [['token'], ...ARGVS]) await run([...argv, ...more]);
      gateway.heal();
    }
  }
  const config = join(folder, 'config');
  const kept = readdirSync(config, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = kept.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(files.length).toBeGreaterThan(0);
  expect(given.size).toBeGreaterThan(30);
  const everything = [...printed, ...files, ...addresses].join('\n');
  expect(everything).toContain('Signed in as corp:dev');
  for (const secret of given) {
    for (const form of formsOf(secret)) expect(everything).not.toContain(form);
  }
});
