import { expect, test } from 'vitest';
import { createBench } from '../cli-harness.ts';

test('a gateway that can serve exits with 0, without any key', async () => {
  const { run } = createBench();
  const { code, stdout, stderr } = await run(['health'], { key: null });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^gateway +https:\/\/gateway\.example\.com\nversion +\S+\nstatus +ready\nstorage +ok\n$/);
});

test('a gateway that cannot serve exits with 5 and says which part fails', async () => {
  const { run, json, gateway } = createBench();
  const body = JSON.stringify({ status: 'not_ready', checks: { storage: 'failed' } });
  const headers = { 'Content-Type': 'application/json' };
  gateway.fail({ status: 503, headers, body }, { path: '/ready', times: Infinity });
  const { code, stdout, stderr } = await run(['health']);
  expect(code).toBe(5);
  expect(stdout).toMatch(/^status +not ready\nstorage +failed$/m);
  expect(stderr).toContain('cannot serve right now');
  expect(gateway.requestsTo('/ready')).toBe(1);
  expect(await json(['health'])).toMatchObject({ status: 'not_ready', checks: { storage: 'failed' } });
});

test('something else than a gateway exits with 5', async () => {
  const { run, gateway } = createBench();
  gateway.fail('html', { times: Infinity });
  const { code, stderr } = await run(['health']);
  expect(code).toBe(5);
  expect(stderr).toContain('Something else than a gateway may answer there');
});

test('a gateway that is not there is asked again, and a terminal that watches is told', async () => {
  const { run, gateway } = createBench();
  gateway.fail('network', { times: 2 });
  const { code, stderr } = await run(['health'], { stderrIsTty: true });
  expect(code).toBe(0);
  expect(stderr).toContain('trying again');
  expect(stderr.endsWith('\r\u001b[2K')).toBe(true);
});
