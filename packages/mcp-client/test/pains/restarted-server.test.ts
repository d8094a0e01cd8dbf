import { describe, expect, it } from 'vitest';
import { createToolRecord, createToolServer } from '../mcp-servers/tool-server.ts';
import { failureOf, turnUntil } from '../session-world.ts';
import { countOf, openClient, openHost } from './real-servers.ts';

describe('a server that is restarted behind a client', () => {
  it('is spoken to again at once, and whoever asks does not notice', async () => {
    const record = createToolRecord();
    const host = await openHost({ era: 'legacy', server: () => createToolServer(record) });
    const { client, clock } = openClient({ hub: host });
    await client.callTool('hub/echo');
    host.forget();
    host.cut();
    const answer = await turnUntil(clock, client.callTool('hub/echo', { still: 'there' }), 100);
    expect(answer).toMatchObject({ isError: false, content: [{ text: '{"still":"there"}' }] });
    expect(countOf(host, 'initialize')).toBe(2);
    expect(client.listServers()).toMatchObject([{ state: 'ready', problem: undefined }]);
  });

  it('is not asked twice for what may have happened already, and is there for the next call', async () => {
    const record = createToolRecord();
    const host = await openHost({ era: 'legacy', server: () => createToolServer(record) });
    const { client, clock } = openClient({ hub: host });
    await client.callTool('hub/write');
    host.forget();
    const failure = failureOf(turnUntil(clock, client.callTool('hub/write'), 100));
    expect(await failure).toMatchObject({ code: 'connection_lost', tool: 'hub/write', attempts: 1 });
    expect(record.calls).toEqual(['write']);
    await turnUntil(clock, client.callTool('hub/write'), 100);
    expect(record.calls).toEqual(['write', 'write']);
  });
});
