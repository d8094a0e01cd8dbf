import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fetch, Secret, systemFetch } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { probeSecret } from '../../src/services/probe.ts';
import type { SecretProbe } from '../../src/words/spec.ts';

const VALUE = 'planted-value-0123456789';
const SECRET = new Secret(VALUE);

/** A vendor on this machine, with the requests that it got. */
async function startVendor(answer: RequestListener) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/whoami` };
}

function means(signal?: AbortSignal) {
  return { fetch: systemFetch(), clock: createFakeClock(), signal };
}

const bearer = (url: string): SecretProbe => ({ method: 'GET', url, present: 'bearer' });

async function statusOf(status: number, headers: Record<string, string> = {}) {
  const { url } = await startVendor((_, response) => response.writeHead(status, headers).end(VALUE));
  return probeSecret(bearer(url), SECRET, means());
}

describe('what the vendor is sent', () => {
  it.each([
    ['bearer', { present: 'bearer' }, { authorization: `Bearer ${VALUE}` }],
    ['basic', { present: 'basic' }, { authorization: `Basic ${Buffer.from(`${VALUE}:`).toString('base64')}` }],
    ['a header', { present: { header: 'X-Api-Key' } }, { 'x-api-key': VALUE }],
    ['a header with a prefix', { present: { header: 'X-Api-Key', prefix: 'Key ' } }, { 'x-api-key': `Key ${VALUE}` }],
  ] as const)('holds the value as %s', async (_, presented, expected) => {
    const { requests, url } = await startVendor((_request, response) => response.end('{}'));
    const probe: SecretProbe = { method: 'POST', url, headers: { 'x-version': '1' }, ...presented };
    expect(await probeSecret(probe, SECRET, means())).toEqual({ outcome: 'works' });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/whoami' });
    expect(requests[0]?.headers).toMatchObject({ 'x-version': '1', ...expected });
  });

  it.each(['two words', 'line\nend', 'ümlaut', '', 'x'.repeat(8_193)])(
    'is nothing for a value no header carries',
    async (value) => {
      const { requests, url } = await startVendor((_, response) => response.end());
      const result = await probeSecret(bearer(url), new Secret(value), means());
      expect(result).toEqual({ outcome: 'unknown', reason: 'unsendable' });
      expect(requests).toEqual([]);
    },
  );
});

describe('what the answer says', () => {
  it.each([200, 204, 299])('%i: it works', async (status) => {
    expect(await statusOf(status)).toEqual({ outcome: 'works' });
  });

  it('401: it is refused', async () => {
    expect(await statusOf(401)).toEqual({ outcome: 'refused', status: 401 });
  });

  it('403: it may work and not be allowed to ask this, as the GITHUB_TOKEN of a workflow is not', async () => {
    expect(await statusOf(403)).toEqual({ outcome: 'unknown', reason: 'forbidden', status: 403 });
  });

  it('429, and 403 to those who ask too often: nothing is known of the value', async () => {
    expect(await statusOf(429)).toEqual({ outcome: 'unknown', reason: 'throttled', status: 429 });
    const throttled = { outcome: 'unknown', reason: 'throttled', status: 403 };
    expect(await statusOf(403, { 'retry-after': '60' })).toEqual(throttled);
    expect(await statusOf(403, { 'x-ratelimit-remaining': '0' })).toEqual(throttled);
    expect(await statusOf(403, { 'x-ratelimit-remaining': '1' })).toMatchObject({ reason: 'forbidden' });
  });

  it.each([300, 400, 404, 500, 503])('%i: nothing is known of the value', async (status) => {
    expect(await statusOf(status)).toEqual({ outcome: 'unknown', reason: 'unexpected_status', status });
  });

  it('the scopes that a header lists are told, and no other words', async () => {
    const { url } = await startVendor((_, response) => {
      response.writeHead(200, { 'x-oauth-scopes': `repo, read:packages,,two words,${'x'.repeat(101)}` }).end();
    });
    const probe = { ...bearer(url), scopesHeader: 'x-oauth-scopes' };
    expect(await probeSecret(probe, SECRET, means())).toEqual({ outcome: 'works', scopes: ['repo', 'read:packages'] });
    expect(await probeSecret(bearer(url), SECRET, means())).toEqual({ outcome: 'works' });
  });

  it('no scopes are told where the vendor lists none', async () => {
    const { url } = await startVendor((_, response) => response.writeHead(200, { 'x-oauth-scopes': '' }).end());
    expect(await probeSecret({ ...bearer(url), scopesHeader: 'x-oauth-scopes' }, SECRET, means())).toEqual({
      outcome: 'works',
    });
  });
});

it('a redirect is not followed: the value goes nowhere else', async () => {
  const other = await startVendor((_, response) => response.end());
  const { url } = await startVendor((_, response) => response.writeHead(302, { location: other.url }).end());
  expect(await probeSecret(bearer(url), SECRET, means())).toMatchObject({ reason: 'unexpected_status' });
  expect(other.requests).toEqual([]);
});

it('an answer whose body never ends is judged all the same, and given up', async () => {
  let onGone: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (onGone = resolve));
  const { url } = await startVendor((request, response) => {
    request.socket.once('close', onGone);
    response.writeHead(200).write('x'.repeat(200_000));
  });
  expect(await probeSecret(bearer(url), SECRET, means())).toEqual({ outcome: 'works' });
  await gone;
});

it('nobody there is offline', async () => {
  const { url } = await startVendor((request) => request.socket.destroy());
  expect(await probeSecret(bearer(url), SECRET, means())).toEqual({ outcome: 'unknown', reason: 'offline' });
});

it('no answer within ten seconds is a timeout', async () => {
  let onAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (onAsked = resolve));
  const { url } = await startVendor(() => {
    onAsked();
  });
  const { clock, fetch } = means();
  const result = probeSecret(bearer(url), SECRET, { clock, fetch, signal: undefined });
  await asked;
  await clock.advance(9_999);
  expect(clock.sleepers).toBe(1);
  await clock.advance(1);
  expect(await result).toEqual({ outcome: 'unknown', reason: 'timeout' });
  expect(clock.sleepers).toBe(0);
});

it('a fetch that ignores its signal is not waited for', async () => {
  const deaf: Fetch = () => new Promise(() => undefined);
  const clock = createFakeClock();
  const stop = new AbortController();
  const aborted = probeSecret(bearer('https://example.com'), SECRET, { clock, fetch: deaf, signal: stop.signal });
  stop.abort(new Error('stopped'));
  await expect(aborted).rejects.toThrow('stopped');
  const late = probeSecret(bearer('https://example.com'), SECRET, { clock, fetch: deaf, signal: undefined });
  await clock.advance(10_000);
  expect(await late).toMatchObject({ reason: 'timeout' });
});

it('a failure that repeats the value is told by nobody', async () => {
  const talkative: Fetch = () => Promise.reject(new TypeError(`Bearer ${VALUE} is not a header`));
  const result = await probeSecret(bearer('https://example.com'), SECRET, { ...means(), fetch: talkative });
  expect(result).toEqual({ outcome: 'unknown', reason: 'offline' });
});
