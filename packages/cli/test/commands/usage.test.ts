import { expect, test } from 'vitest';
import { createSignInBench } from '../sign-in-bench.ts';

test('of a sign-in it tells what the person has called with all sign-ins and keys', async () => {
  const { login, runSignedIn, json, keyring, gateway } = createSignInBench();
  await login();
  const before = gateway.sessions.usageOf('corp:dev').total;
  const { apiKey } = gateway.issue({ owner: { id: 'corp:dev' } });
  await json(['usage'], { key: apiKey });
  const { code, stdout, stderr } = await runSignedIn(['usage']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^calls +${before + 1} \\(counted up to a minute late\\)\\nlast call +2026-`));
  expect(stdout).toMatch(/^limits +300 requests in /m);
  expect(await json(['usage'], { key: null, keyring })).toMatchObject({ calls: { total: before + 2 } });
});

test('--json has it for a script', async () => {
  const { json, gateway } = createSignInBench();
  const { apiKey } = gateway.issue({ tier: 'free' });
  expect(await json(['usage'], { key: apiKey })).toEqual({
    calls: { total: 0, last_used_at: null },
    limits: { requests: 60, window_seconds: 60, burst: 60 },
  });
});

test('a key that is refused ends with 3, and a gateway out of reach with 5', async () => {
  const { run, gateway } = createSignInBench();
  gateway.fail({ code: 'key_revoked' });
  expect(await run(['usage'])).toMatchObject({ code: 3, stdout: '' });
  gateway.fail('network', { times: Infinity });
  expect(await run(['usage'])).toMatchObject({ code: 5, stdout: '' });
});
