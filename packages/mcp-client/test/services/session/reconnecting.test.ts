import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { httpConnector } from '../../../src/adapters/sdk/http-connector.ts';
import { call, failureOf, read, sessionWorld, turnUntil, until } from '../../session-world.ts';

describe('a session that its server forgot', () => {
  it('begins anew for a call that is safe to repeat', async () => {
    const { session, host, clock, record } = await sessionWorld({ era: 'legacy' });
    const made = session({ connecting: { changes: 'ignore' } });
    await read(made);
    host.forget();
    expect(await turnUntil(clock, read(made), 100)).toMatchObject({ attempts: 2 });
    expect(record.calls).toEqual(['echo', 'echo']);
    expect(made.report()).toMatchObject({ state: 'ready', connections: 2 });
  });

  it('ends a call that nobody knows to be safe, and begins anew for the next', async () => {
    const { session, host, record } = await sessionWorld({ era: 'legacy' });
    const made = session();
    await call(made, 'write');
    host.forget();
    expect(await failureOf(call(made, 'write'))).toMatchObject({ code: 'connection_lost', attempts: 1 });
    expect(record.calls).toEqual(['write']);
    expect(await call(made, 'write')).toMatchObject({ attempts: 1 });
    expect(record.calls).toEqual(['write', 'write']);
  });

  it('begins anew once for all who notice', async () => {
    const { session, host, clock } = await sessionWorld({ era: 'legacy' });
    const made = session();
    await read(made);
    host.forget();
    host.seen.length = 0;
    await turnUntil(clock, Promise.all(Array.from({ length: 6 }, () => read(made))), 100);
    expect(host.methods().filter((method) => method === 'initialize')).toHaveLength(1);
    expect(made.report()).toMatchObject({ connections: 2 });
  });

  it('says that the tools may have changed meanwhile', async () => {
    const { session, host, clock } = await sessionWorld({ era: 'legacy' });
    const made = session();
    await read(made);
    const changes: string[] = [];
    made.onChange((change) => changes.push(change));
    host.forget();
    await turnUntil(clock, read(made), 100);
    expect(changes).toContain('tools_changed');
  });

  it('is told that it is over when it is closed', async () => {
    const { session, host } = await sessionWorld({ era: 'legacy' });
    const made = session();
    await read(made);
    await made.close();
    await until(() => host.seen.some(({ verb }) => verb === 'DELETE'));
  });

  it('ends its calls before the server is told, and not after', async () => {
    const { session, host, record, clock } = await sessionWorld({ era: 'legacy' });
    const made = session();
    const failure = failureOf(call(made, 'wait'));
    await until(() => record.calls.length === 1);
    host.intercept = ({ verb }) => verb === 'DELETE';
    const closing = made.close();
    expect(await failure).toMatchObject({ code: 'closed', attempts: 1 });
    await turnUntil(clock, closing);
  });

  it('does not wait for ever for a server that does not hear that it is over', async () => {
    const { session, host, clock } = await sessionWorld({ era: 'legacy' });
    const made = session();
    await read(made);
    host.intercept = ({ verb }) => verb === 'DELETE';
    await turnUntil(clock, made.close());
    expect(made.report()).toMatchObject({ state: 'closed' });
  });
});

describe('a server that is started again at its address', () => {
  it('is found again without a word to the caller', async () => {
    const { session, host, clock } = await sessionWorld();
    const made = session();
    await read(made);
    host.cut();
    expect(await turnUntil(clock, read(made), 100)).toMatchObject({ result: { content: [{ text: '{}' }] } });
  });
});

describe('a session that is not used yet', () => {
  it('connects to nobody', async () => {
    const { session, host } = await sessionWorld();
    const made = session();
    expect(made.report()).toMatchObject({ state: 'idle', negotiated: undefined, connections: 0 });
    await made.close();
    expect(host.seen).toEqual([]);
  });

  it('connects once for all who need it at the same time', async () => {
    const { session, host } = await sessionWorld();
    const made = session();
    const states: string[] = [];
    made.onChange(() => states.push(made.report().state));
    await Promise.all([read(made), made.list(), made.connect(), made.ping()]);
    expect(states.slice(0, 2)).toEqual(['connecting', 'ready']);
    expect(made.report()).toMatchObject({ connections: 1 });
    expect(host.methods().filter((method) => method === 'server/discover')).toHaveLength(1);
  });

  it('goes on connecting for the others when one of them leaves', async () => {
    const { session } = await sessionWorld();
    const made = session();
    const ending = new AbortController();
    const left = failureOf(made.connect({ signal: ending.signal }));
    const stays = made.connect();
    ending.abort();
    expect(await left).toMatchObject({ code: 'aborted' });
    expect(await stays).toMatchObject({ era: 'modern' });
  });
});

describe('a connection that is not wanted any more before it is begun', () => {
  it('is not begun', async () => {
    const { session, host } = await sessionWorld();
    const made = session();
    await made.close();
    expect(await failureOf(made.connect())).toMatchObject({ code: 'closed', attempts: 0 });
    const clock = createFakeClock();
    const fetching = () => new Promise<Response>(() => undefined);
    const connector = httpConnector({
      server: { url: host.url },
      fetch: fetching,
      clock,
      random: createSeededRandom(),
    });
    const ignore = () => undefined;
    const options = { prior: undefined, timeoutMs: 1_000, onToolsChanged: ignore, onClosed: ignore };
    const failure = failureOf(connector.connect({ ...options, signal: AbortSignal.abort() }));
    expect(await failure).toMatchObject({ code: 'aborted' });
    expect([host.seen, clock.sleepers]).toEqual([[], 0]);
  });

  it('ends by its deadline when what sends requests hears no signal', async () => {
    const { session, clock } = await sessionWorld();
    const made = session({ fetch: () => new Promise<Response>(() => undefined), deadlineMs: 3_000 });
    expect(await turnUntil(clock, failureOf(made.connect()), 500)).toMatchObject({ code: 'timeout' });
    await made.close();
    expect(clock.sleepers).toBe(0);
  });
});

describe('options of a session', () => {
  it.each([
    ['deadlineMs', 0],
    ['timeoutMs', 1.5],
    ['totalTimeoutMs', Number.NaN],
    ['maxParallel', 0],
    ['maxParallel', 1_001],
    ['retries', -1],
    ['retries', 11],
  ])('refuse %s of %d', async (name, value) => {
    const { session } = await sessionWorld();
    expect(() => session({ [name]: value })).toThrow(TypeError);
  });
});
