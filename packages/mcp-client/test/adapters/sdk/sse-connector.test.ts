import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sseConnector } from '../../../src/adapters/sdk/sse-connector.ts';
import { startSseHost } from '../../mcp-servers/sse-host.ts';
import { createToolRecord, createToolServer } from '../../mcp-servers/tool-server.ts';
import { call, createTestSession, failureOf, read, turnUntil, until } from '../../session-world.ts';

async function sseWorld() {
  const record = createToolRecord();
  const clock = createFakeClock();
  const host = await startSseHost(() => createToolServer(record, ['2025-03-26']));
  onTestFinished(() => host.stop());
  const server = { url: host.url };
  const connector = sseConnector({
    server,
    fetch: (url, init) => fetch(url, init),
    clock,
    random: createSeededRandom(),
  });
  return { host, record, clock, session: createTestSession({ connector, clock, retries: 1 }) };
}

describe('sseConnector', () => {
  it('speaks to a server of the old transport, and asks it nothing that it cannot know', async () => {
    const { host, session } = await sseWorld();
    expect((await session.list()).tools).toHaveLength(5);
    expect(await call(session, 'echo', { arguments: { a: 1 } })).toMatchObject({
      result: { content: [{ text: '{"a":1}' }] },
    });
    expect(host.methods).toEqual(['initialize', 'notifications/initialized', 'tools/list', 'tools/call']);
  });

  it('connects anew after its stream ended, and repeats only what does no harm', async () => {
    const { host, session, record, clock } = await sseWorld();
    const failure = failureOf(call(session, 'wait'));
    await until(() => record.calls.length === 1);
    host.cut();
    expect(await failure).toMatchObject({ code: 'connection_lost', attempts: 1 });
    expect(await turnUntil(clock, read(session), 100)).toMatchObject({ attempts: 1 });
    expect(record.calls).toEqual(['wait', 'echo']);
    expect(session.report()).toMatchObject({ connections: 2 });
  });

  it('tells a refusal by its status', async () => {
    const { host, session } = await sseWorld();
    await session.connect();
    host.refusal = 403;
    expect(await failureOf(call(session, 'write'))).toMatchObject({ code: 'forbidden', status: 403 });
    host.refusal = 503;
    expect(await failureOf(call(session, 'write'))).toMatchObject({ code: 'server_unreachable', status: 503 });
  });

  it('tells that nobody is there', async () => {
    const { host, session, clock } = await sseWorld();
    await host.stop();
    const failure = failureOf(session.connect());
    expect(await turnUntil(clock, failure, 100)).toMatchObject({ code: 'server_unreachable', attempts: 0 });
  });
});
