import { describe, expect, it } from 'vitest';
import { LEGACY_LIFE_MS } from '../../../src/rules/session/remembered.ts';
import { createMemoryNegotiationStore } from '../../../src/services/memory-stores.ts';
import { createToolServer } from '../../mcp-servers/tool-server.ts';
import { call, failureOf, read, sessionWorld, turnUntil, until } from '../../session-world.ts';

const remembered = () => ({ store: createMemoryNegotiationStore(), key: 'hub' });

describe('the revision of a session', () => {
  it.each([
    ['modern', '2026-07-28', 'modern'],
    ['both', '2026-07-28', 'modern'],
    ['legacy', '2025-11-25', 'legacy'],
  ] as const)('is the newest that a server of the kind %s speaks', async (era, protocolVersion, spoken) => {
    const { session } = await sessionWorld({ era });
    const made = session();
    expect(await made.connect()).toMatchObject({ era: spoken, protocolVersion, serverInfo: { name: 'test-server' } });
    expect(await read(made, 'echo')).toMatchObject({ attempts: 1, result: { content: [{ text: '{}' }] } });
    expect(made.report()).toMatchObject({ state: 'ready', problem: undefined, connections: 1 });
  });

  it.each(['2025-06-18', '2025-03-26'])('goes back to %s', async (version) => {
    const server = () => createToolServer(undefined, [version]);
    const { session } = await sessionWorld({ era: 'legacy', server });
    const made = session();
    expect(await made.connect()).toMatchObject({ era: 'legacy', protocolVersion: version });
    expect((await made.list()).tools).toHaveLength(5);
  });

  it('is not settled with a server that speaks none of ours', async () => {
    const server = () => createToolServer(undefined, ['1999-01-01']);
    const { session, host } = await sessionWorld({ era: 'legacy', server });
    host.intercept = ({ method }, response) => {
      if (method !== 'initialize') return false;
      const result = { protocolVersion: '1999-01-01', capabilities: {}, serverInfo: { name: 'old', version: '1' } };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ jsonrpc: '2.0', id: 0, result }));
      return true;
    };
    expect(await failureOf(session().connect())).toMatchObject({
      code: 'unsupported_protocol',
      server: 'hub',
      attempts: 0,
    });
  });
});

describe('an agreement that is remembered', () => {
  it('has a warm start ask nothing before the first call', async () => {
    const { session, host } = await sessionWorld();
    const negotiations = remembered();
    await session({ negotiations }).connect();
    host.seen.length = 0;
    const warm = session({ negotiations });
    expect(await warm.connect()).toMatchObject({ era: 'modern', instructions: 'Echoes.' });
    expect(host.seen).toEqual([]);
    await call(warm, 'write');
    await until(() => host.seen.length === 2);
    expect(host.methods()).toEqual(['tools/call', 'subscriptions/listen']);
  });

  it('spares a server of old the question', async () => {
    const { session, host } = await sessionWorld({ era: 'legacy' });
    const negotiations = remembered();
    await session({ negotiations }).connect();
    host.seen.length = 0;
    await session({ negotiations }).connect();
    expect(host.methods()).toEqual(['initialize', 'notifications/initialized']);
  });

  it('is asked for again once that of a server of old is a day old', async () => {
    const { session, host, clock } = await sessionWorld({ era: 'legacy' });
    const negotiations = remembered();
    await session({ negotiations }).connect();
    await clock.advance(LEGACY_LIFE_MS - 1);
    await session({ negotiations }).connect();
    expect(host.methods().filter((method) => method === 'server/discover')).toHaveLength(1);
    await clock.advance(1);
    host.era = 'both';
    expect(await session({ negotiations }).connect()).toMatchObject({ era: 'modern' });
  });

  it('is dropped, and made anew once, when a server went back to an old revision', async () => {
    const { session, host, record } = await sessionWorld();
    const negotiations = remembered();
    await session({ negotiations }).connect();
    host.era = 'legacy';
    const warm = session({ negotiations });
    expect(await call(warm, 'write')).toMatchObject({ attempts: 1 });
    expect(record.calls).toEqual(['write']);
    expect(warm.report().negotiated).toMatchObject({ era: 'legacy' });
    expect(await negotiations.store.load('hub')).toMatchObject({ negotiated: { era: 'legacy' } });
  });

  it('is dropped, and made anew, when a server of old speaks the newest revision alone', async () => {
    const { session, host } = await sessionWorld({ era: 'legacy' });
    const negotiations = remembered();
    await session({ negotiations }).connect();
    host.era = 'modern';
    expect(await session({ negotiations }).connect()).toMatchObject({ era: 'modern' });
  });

  it('is made anew no more than once for what a server refuses for another reason', async () => {
    const { session, host } = await sessionWorld();
    const negotiations = remembered();
    await session({ negotiations }).connect();
    host.seen.length = 0;
    host.intercept = ({ method }, response) => {
      if (method !== 'tools/call') return false;
      response.writeHead(404).end();
      return true;
    };
    expect(await failureOf(call(session({ negotiations }), 'write'))).toMatchObject({
      code: 'server_error',
      status: 404,
    });
    expect(host.methods().filter((method) => method !== 'subscriptions/listen')).toEqual([
      ...['tools/call', 'server/discover', 'tools/call'],
    ]);
  });

  it('has no call repeated that may have been carried out: the server answered it with an error of its own', async () => {
    const { session, host } = await sessionWorld();
    const negotiations = remembered();
    await session({ negotiations }).connect();
    host.seen.length = 0;
    host.intercept = ({ method }, response) => {
      if (method !== 'tools/call') return false;
      response.writeHead(404).end('{"jsonrpc":"2.0","id":0,"error":{"code":-32001,"message":"gone"}}');
      return true;
    };
    const warm = session({ negotiations });
    expect(await failureOf(call(warm, 'write'))).toMatchObject({ code: 'server_error', rpcCode: -32_001, attempts: 1 });
    expect(host.methods().filter((method) => method === 'tools/call')).toHaveLength(1);
    await failureOf(call(warm, 'write'));
    expect(host.methods()).toContain('server/discover');
  });

  it('is no proof of life', async () => {
    const { session, host, clock } = await sessionWorld();
    const negotiations = remembered();
    await session({ negotiations }).connect();
    const warm = session({ negotiations });
    host.seen.length = 0;
    await warm.ping();
    expect(host.methods()).toContain('server/discover');
    const late = session({ negotiations });
    await host.stop();
    const failure = await turnUntil(clock, failureOf(late.ping()), 100);
    expect(failure).toMatchObject({ code: 'server_unreachable', server: 'hub' });
  });

  it('is not waited for when its store hangs, by the session or by its end', async () => {
    const { session, host, clock } = await sessionWorld();
    const hang = () => new Promise<never>(() => undefined);
    const store = { load: hang, save: hang, delete: hang };
    const made = session({ negotiations: { store, key: 'hub' } });
    expect(await turnUntil(clock, made.connect(), 100)).toMatchObject({ era: 'modern' });
    const other = session({ negotiations: { store, key: 'hub' } });
    const failure = failureOf(other.connect());
    await other.close();
    expect(await failure).toMatchObject({ code: 'closed' });
    expect(host.methods()).toEqual(['server/discover']);
  });

  it('costs no more than a question when its store fails', async () => {
    const { session, host } = await sessionWorld();
    const fail = () => Promise.reject(new Error('The disk is full.'));
    const store = { load: fail, save: fail, delete: fail };
    expect(await session({ negotiations: { store, key: 'hub' } }).connect()).toMatchObject({ era: 'modern' });
    expect(host.methods()).toEqual(['server/discover']);
  });
});
