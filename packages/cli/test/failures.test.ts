import { expect, test } from 'vitest';
import { createBench } from './cli-harness.ts';

const SHOW = ['keys', 'show', '0000000000'];

test.each([
  [{ code: 'forbidden' }, 3],
  [{ code: 'unknown_key' }, 3],
  [{ code: 'key_revoked' }, 3],
  [{ code: 'not_found' }, 4],
  [{ code: 'conflict' }, 1],
  [{ code: 'too_many_requests', retryAfterSeconds: 1 }, 6],
  [{ code: 'unavailable', retryAfterSeconds: 1 }, 5],
  [{ code: 'internal_error' }, 5],
  ['network', 5],
  ['html', 5],
  ['redirect', 5],
  ['huge', 5],
  ['hang', 5],
  ['unknown-code', 1],
] as const)('%j exits with %d', async (how, code) => {
  const { run, gateway } = createBench();
  gateway.fail(how, { times: Infinity });
  expect((await run(SHOW)).code).toBe(code);
});

test('a failure says what happened, what to do next, the code and the id of the request', async () => {
  const { run, gateway } = createBench();
  gateway.fail({ code: 'forbidden' });
  const { stdout, stderr } = await run(SHOW);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^wicketgate: \S.+\n {2}Administration needs .+\n {2}\(forbidden, request [0-9a-f]{20}\)\n$/);
});

test('--json tells the same as one document on stderr', async () => {
  const { run, gateway } = createBench();
  gateway.fail({ code: 'too_many_requests', retryAfterSeconds: 7 }, { times: Infinity });
  const { stdout, stderr } = await run([...SHOW, '--json']);
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toEqual({
    error: {
      code: 'too_many_requests',
      message: expect.any(String) as string,
      hint: 'Try again later.',
      request_id: expect.stringMatching(/^[0-9a-f]{20}$/) as string,
      attempts: 3,
      retry_after_ms: 7_000,
    },
  });
});

test('--json tells also of wrong usage as one document', async () => {
  const { run } = createBench();
  const { code, stderr } = await run(['keys', 'frob', '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'usage', message: "Unknown command 'frob'." } });
});

test('--timeout is the end of it', async () => {
  const { run, gateway } = createBench();
  gateway.fail('hang', { times: Infinity });
  const { code, stderr } = await run([...SHOW, '--timeout', '7']);
  expect(code).toBe(5);
  expect(stderr).toContain('within 7000 ms');
  expect(stderr).toContain('(timeout');
});

test('text of the gateway cannot act on the terminal', async () => {
  const { run, gateway } = createBench();
  const detail = 'Gone.\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e';
  const body = JSON.stringify({
    code: 'conflict',
    detail,
    request_id: 'r1',
    errors: [{ field: '\u001b[1m', message: detail }],
  });
  gateway.fail({ status: 409, headers: { 'Content-Type': 'application/problem+json' }, body }, { times: 2 });
  expect((await run(SHOW)).stderr.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\u202e]*$/u);
  expect((await run([...SHOW, '--json'])).stderr.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\u202e]*$/u);
});

test('an interrupt ends the request with 130', async () => {
  const { run, gateway } = createBench();
  gateway.fail('hang', { times: Infinity });
  const interrupt = new AbortController();
  const running = run(SHOW, { signal: interrupt.signal });
  await expect.poll(() => gateway.requests.length).toBe(1);
  interrupt.abort();
  expect(await running).toEqual({ code: 130, stdout: '', stderr: 'wicketgate: Interrupted.\n  (interrupted)\n' });
});

test('an interrupted create says that the key may be there', async () => {
  const { run, gateway } = createBench();
  gateway.fail('hang', { times: Infinity });
  const interrupt = new AbortController();
  const running = run(['keys', 'create', '--name', 'x', '--owner', 'y'], { signal: interrupt.signal });
  await expect.poll(() => gateway.requests.length).toBe(1);
  interrupt.abort();
  const { code, stderr } = await running;
  expect(code).toBe(130);
  expect(stderr).toContain('may have been made all the same');
});

test('--json tells so as well', async () => {
  const { run, gateway } = createBench();
  gateway.fail('hang', { times: Infinity });
  const interrupt = new AbortController();
  const running = run(['keys', 'create', '--name', 'x', '--owner', 'y', '--json'], { signal: interrupt.signal });
  await expect.poll(() => gateway.requests.length).toBe(1);
  interrupt.abort();
  expect(JSON.parse((await running).stderr)).toMatchObject({
    error: { code: 'interrupted', hint: expect.stringContaining('may have been made all the same') as string },
  });
});

test('a create that never left says nothing of the kind', async () => {
  const { run } = createBench();
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: refused }));
  const { code, stderr } = await run(['keys', 'create', '--name', 'x', '--owner', 'y'], { fetch });
  expect(code).toBe(5);
  expect(stderr).not.toContain('may have been made');
});
