import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { SessionRetry } from '../../../src/services/session/server-session.ts';
import { FIRST_PAUSE_MS } from '../../../src/rules/session/breaker.ts';
import { call, failureOf, read, type SessionWorld, sessionWorld, turnUntil, until } from '../../session-world.ts';

/** Answers the next calls with these statuses, and lets the later ones through. */
function refuse(host: SessionWorld['host'], answers: readonly [status: number, retryAfter?: string][]): void {
  const left = [...answers];
  host.intercept = ({ method }, response) => {
    if (method !== 'tools/call') return false;
    const [status, retryAfter] = left.shift() ?? [];
    if (status === undefined) return false;
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    response.writeHead(status).end('try later');
    return true;
  };
}

const cut = (response: ServerResponse) => {
  response.destroy();
  return true;
};

const callsOf = ({ host }: SessionWorld) => host.methods().filter((method) => method === 'tools/call').length;

describe('a call that is safe to repeat', () => {
  it.each([429, 500, 502, 503, 504, 507])('is made again after the status %i', async (status) => {
    const world = await sessionWorld();
    refuse(world.host, [[status], [status]]);
    const retries: SessionRetry[] = [];
    const answer = read(world.session(), 'echo', { onRetry: (retry) => retries.push(retry) });
    expect(await turnUntil(world.clock, answer, 100)).toMatchObject({ attempts: 3 });
    expect(retries.map(({ attempt, error }) => [attempt, error.status, error.server])).toEqual([
      [1, status, 'hub'],
      [2, status, 'hub'],
    ]);
    expect(callsOf(world)).toBe(3);
  });

  it('waits as long as the server asks for, in seconds or until a date', async () => {
    const world = await sessionWorld();
    const made = world.session();
    await made.connect();
    const until_ = new Date(world.clock.now() + 30_000).toUTCString();
    refuse(world.host, [
      [500, '7'],
      [503, until_],
    ]);
    const delays: number[] = [];
    const answer = read(made, 'echo', { onRetry: ({ delayMs }) => delays.push(delayMs) });
    await until(() => delays.length === 1);
    await world.clock.advance(6_999);
    expect(callsOf(world)).toBe(1);
    await turnUntil(world.clock, answer);
    expect(delays[0]).toBeGreaterThanOrEqual(7_000);
    expect(delays[0]).toBeLessThanOrEqual(8_400);
    expect(delays[1]).toBeGreaterThan(20_000);
    expect(callsOf(world)).toBe(3);
  });

  it('tells the caller when the server asks for more than a minute, or for more than is left', async () => {
    const world = await sessionWorld();
    const made = world.session();
    refuse(world.host, [[429, '61']]);
    expect(await failureOf(read(made))).toMatchObject({
      code: 'throttled',
      retryAfterMs: 61_000,
      attempts: 1,
      status: 429,
    });
    refuse(world.host, [[503, '10']]);
    const failure = failureOf(read(made, 'echo', { totalTimeoutMs: 5_000 }));
    expect(await failure).toMatchObject({ code: 'server_unreachable', status: 503, retryAfterMs: 10_000 });
  });

  it('is given up after the last retry', async () => {
    const world = await sessionWorld();
    refuse(world.host, [[503], [503], [503]]);
    const failure = failureOf(read(world.session()));
    expect(await turnUntil(world.clock, failure, 100)).toMatchObject({ code: 'server_unreachable', attempts: 3 });
    expect(callsOf(world)).toBe(3);
  });

  it('is made again when the connection broke off', async () => {
    const world = await sessionWorld();
    let broken = 1;
    world.host.intercept = ({ method }, response) => method === 'tools/call' && broken-- > 0 && cut(response);
    expect(await turnUntil(world.clock, read(world.session()), 100)).toMatchObject({ attempts: 2 });
  });

  it.each([400, 501, 505, 508, 510, 511])('is not made again after the status %i', async (status) => {
    const world = await sessionWorld();
    refuse(world.host, [[status]]);
    expect(await failureOf(read(world.session()))).toMatchObject({ status, attempts: 1 });
    expect(callsOf(world)).toBe(1);
  });

  it('ends between two tries with the signal of its caller', async () => {
    const world = await sessionWorld();
    refuse(world.host, [[429, '30']]);
    const ending = new AbortController();
    const failure = failureOf(read(world.session(), 'echo', { signal: ending.signal, onRetry: () => ending.abort() }));
    expect(await failure).toMatchObject({ code: 'aborted', attempts: 1 });
    expect(callsOf(world)).toBe(1);
  });
});

describe('a listing', () => {
  it.each([429, 500, 503])('is asked for again after the status %i', async (status) => {
    const world = await sessionWorld();
    let refusals = 2;
    world.host.intercept = ({ method }, response) => {
      if (method !== 'tools/list' || refusals-- <= 0) return false;
      response.writeHead(status).end('try later');
      return true;
    };
    const { tools } = await turnUntil(world.clock, world.session().list(), 100);
    expect(tools.map(({ name }) => name)).toContain('echo');
    expect(world.host.methods().filter((method) => method === 'tools/list')).toHaveLength(3);
  });
});

describe('a call that nobody knows to be safe', () => {
  it.each([429, 500, 502, 503, 504, 507])('is not made again after the status %i', async (status) => {
    const world = await sessionWorld();
    refuse(world.host, [[status, '1']]);
    expect(await failureOf(call(world.session(), 'write'))).toMatchObject({ status, attempts: 1, retryAfterMs: 1_000 });
    expect(callsOf(world)).toBe(1);
  });

  it('is not made again when the connection broke off: it may have had its effect', async () => {
    const world = await sessionWorld();
    world.host.intercept = ({ method }, response) => method === 'tools/call' && cut(response);
    expect(await failureOf(call(world.session(), 'write'))).toMatchObject({ code: 'connection_lost', attempts: 1 });
    expect(callsOf(world)).toBe(1);
  });

  it('is made again when it was never sent', async () => {
    const world = await sessionWorld();
    let refusals = 2;
    const fetching = ((url: string, init?: RequestInit) => {
      if ((init?.body as string).includes('tools/call') && refusals-- > 0) {
        return Promise.reject(
          new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { syscall: 'connect' }) }),
        );
      }
      return fetch(url, init);
    }) as typeof fetch;
    const answer = call(world.session({ fetch: fetching }), 'write');
    expect(await turnUntil(world.clock, answer, 100)).toMatchObject({ attempts: 1 });
    expect(world.record.calls).toEqual(['write']);
  });
});

describe('a server that fails', () => {
  it('is left alone after five failures in a row, and asked again by one request', async () => {
    const world = await sessionWorld();
    const made = world.session({ retries: 0 });
    await made.connect();
    refuse(
      world.host,
      Array.from({ length: 6 }, () => [503] as [number]),
    );
    for (let at = 0; at < 5; at++) await failureOf(read(made));
    const opened = world.clock.now();
    expect(made.report()).toMatchObject({
      state: 'cooling',
      retryAt: opened + FIRST_PAUSE_MS,
      problem: { status: 503 },
    });
    expect(await failureOf(read(made))).toMatchObject({
      code: 'circuit_open',
      retryAfterMs: FIRST_PAUSE_MS,
      attempts: 0,
    });
    expect(callsOf(world)).toBe(5);
    await world.clock.advance(FIRST_PAUSE_MS);
    const trials = await Promise.all([failureOf(read(made)), failureOf(read(made))]);
    expect(trials.map(({ code }) => code).sort()).toEqual(['circuit_open', 'server_unreachable']);
    expect(made.report()).toMatchObject({ retryAt: world.clock.now() + 2 * FIRST_PAUSE_MS });
    await world.clock.advance(2 * FIRST_PAUSE_MS);
    expect(await read(made)).toMatchObject({ attempts: 1 });
    expect(made.report()).toMatchObject({ state: 'ready', problem: undefined, retryAt: undefined });
  });

  it('is not left alone for tools that fail, or for what it refuses', async () => {
    const world = await sessionWorld();
    const made = world.session();
    for (let at = 0; at < 6; at++) await call(made, 'fail');
    for (let at = 0; at < 6; at++) await failureOf(call(made, 'no-such-tool'));
    refuse(
      world.host,
      Array.from({ length: 6 }, () => [429, '90'] as [number, string]),
    );
    for (let at = 0; at < 6; at++) await failureOf(call(made, 'write'));
    expect(made.report()).toMatchObject({ state: 'ready' });
  });

  it('is not left alone for calls that ended together, as when it is started anew', async () => {
    const world = await sessionWorld();
    const made = world.session({ retries: 0 });
    await made.connect();
    const failures = Array.from({ length: 8 }, () => failureOf(call(made, 'wait')));
    await until(() => world.record.calls.length === 8);
    world.host.cut();
    for (const failure of failures) expect(await failure).toMatchObject({ code: 'connection_lost' });
    expect(await call(made, 'write')).toMatchObject({ attempts: 1 });
  });

  it('is not left alone for callers who could not wait for the connection', async () => {
    const world = await sessionWorld();
    world.host.intercept = ({ method }) => method === 'server/discover';
    const made = world.session();
    for (let at = 0; at < 6; at++) {
      const failure = failureOf(made.connect({ timeoutMs: 100 }));
      expect(await turnUntil(world.clock, failure, 100)).toMatchObject({ code: 'timeout', attempts: 0 });
    }
    expect(made.report()).toMatchObject({ retryAt: undefined });
  });

  it('counts one attempt to connect once, however many wait for it', async () => {
    const world = await sessionWorld();
    await world.host.stop();
    const made = world.session({ retries: 0 });
    const failures = await Promise.all(Array.from({ length: 8 }, () => failureOf(call(made, 'write'))));
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['server_unreachable']));
    expect(made.report()).toMatchObject({ state: 'failed', problem: { code: 'server_unreachable', server: 'hub' } });
  });
});
