import { InMemoryTransport } from '@modelcontextprotocol/client';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { transportConnector } from '../../../src/adapters/sdk/transport-connector.ts';
import { createToolRecord, createToolServer } from '../../mcp-servers/tool-server.ts';
import { call, createTestSession, failureOf, read, turnUntil, until } from '../../session-world.ts';

function memoryWorld() {
  const record = createToolRecord();
  const clock = createFakeClock();
  const ends: InMemoryTransport[] = [];
  const open = () => {
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    ends.push(theirs);
    void createToolServer(record).connect(theirs);
    return ours;
  };
  const connector = transportConnector({ open, clock, random: createSeededRandom() });
  return { record, clock, ends, session: createTestSession({ connector, clock }) };
}

describe('transportConnector', () => {
  it('speaks to a server in the same process', async () => {
    const { session } = memoryWorld();
    expect((await session.list()).tools).toHaveLength(5);
    expect(await call(session, 'echo', { arguments: { a: 1 } })).toMatchObject({
      result: { content: [{ text: '{"a":1}' }] },
    });
  });

  it('makes a new transport after one ended', async () => {
    const { session, ends, record, clock } = memoryWorld();
    const failure = failureOf(call(session, 'wait'));
    await until(() => record.calls.length === 1);
    await ends[0]?.close();
    expect(await failure).toMatchObject({ code: 'connection_lost', attempts: 1 });
    expect(session.report()).toMatchObject({ state: 'failed', problem: { code: 'connection_lost' } });
    expect(await turnUntil(clock, read(session), 100)).toMatchObject({ attempts: 1 });
    expect(ends).toHaveLength(2);
    expect(session.report()).toMatchObject({ state: 'ready', problem: undefined });
  });
});
