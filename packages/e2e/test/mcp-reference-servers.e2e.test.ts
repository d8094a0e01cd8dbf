import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import { MCPToolClient } from '@wicketgate/mcp-client';
import { stdioConnector } from '@wicketgate/mcp-client/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { installMcpPrograms } from '../src/mcp/fixture.ts';
import { referenceServers } from '../src/mcp/reference-servers.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const cleanup = createCleanup();
let folder: string;
let client: MCPToolClient;

beforeAll(async () => {
  const installed = await installMcpPrograms();
  const home = await temporaryFolder('reference-servers', cleanup);
  folder = path.join(home, 'files');
  await mkdir(folder);
  const servers = referenceServers({ installed, folder, memoryFile: path.join(home, 'memory.jsonl') });
  client = new MCPToolClient({ servers: { ...servers }, stdio: stdioConnector });
  cleanup.defer(() => client.close());
});

afterAll(() => cleanup.release());

describe('The reference servers of MCP, as processes of one client', () => {
  test('are listed together, each in its own revision', async () => {
    const { tools, problems } = await client.listTools();
    expect(problems).toEqual([]);
    const reports = client.listServers().map(({ id, state, toolCount, negotiated }) => {
      return [id, state, toolCount, negotiated?.protocolVersion];
    });
    expect(reports).toEqual([
      ['everything', 'ready', 13, '2025-11-25'],
      ['files', 'ready', 14, '2025-11-25'],
      ['memory', 'ready', 9, '2025-11-25'],
    ]);
    expect(tools.map(({ wireName }) => wireName)).toContain('everything__get-sum');
  });

  test('are called side by side', async () => {
    const [sum, written, graph] = await Promise.all([
      client.callTool('everything/get-sum', { a: 2, b: 3 }),
      client.callTool('files/write_file', { path: path.join(folder, 'note.txt'), content: 'a line' }),
      client.callTool('memory/create_entities', {
        entities: [{ name: 'wicket', entityType: 'gate', observations: ['small'] }],
      }),
    ]);
    expect(sum.content).toEqual([{ type: 'text', text: expect.stringContaining('5') as string }]);
    expect([sum.isError, written.isError, graph.isError]).toEqual([false, false, false]);
    const read = await client.callTool('files/read_text_file', { path: path.join(folder, 'note.txt') });
    expect(read.structuredContent).toEqual({ content: 'a line' });
    const found = await client.callTool('memory/search_nodes', { query: 'wicket' });
    expect(found.structuredContent).toMatchObject({ entities: [{ name: 'wicket', observations: ['small'] }] });
  });

  test('say what a tool refuses as its result', async () => {
    const outside = await client.callTool('files/read_text_file', { path: '/etc/hostname' });
    expect(outside).toMatchObject({ isError: true, attempts: 1 });
  });

  test('answer with blocks of every kind', async () => {
    const { content } = await client.callTool('everything/get-tiny-image');
    expect(content.map(({ type }) => type)).toContain('image');
    const links = await client.callTool('everything/get-resource-links', { count: 2 });
    expect(links.content.filter(({ type }) => type === 'resource_link')).toHaveLength(2);
    const weather = await client.callTool('everything/get-structured-content', { location: 'Chicago' });
    expect(weather.structuredContent).toMatchObject({ conditions: expect.any(String) as string });
  });

  test('tell how far they are', async () => {
    const steps: string[] = [];
    const onProgress = ({ progress, total }: { progress: number; total?: number | undefined }) =>
      void steps.push(`${progress}/${total}`);
    await client.callTool('everything/trigger-long-running-operation', { duration: 0.2, steps: 4 }, { onProgress });
    // The last note may come together with the answer, which is then the news.
    expect(steps.slice(0, 3)).toEqual(['1/4', '2/4', '3/4']);
  });

  test('are left in the middle of a call, and go on with the next', async () => {
    const leaving = new AbortController();
    const call = client.callTool(
      'everything/trigger-long-running-operation',
      { duration: 600, steps: 60_000 },
      { signal: leaving.signal, onProgress: () => leaving.abort() },
    );
    await expect(call).rejects.toMatchObject({ code: 'aborted', server: 'everything' });
    const next = await client.callTool('everything/echo', { message: 'still there' });
    expect(next.content).toEqual([{ type: 'text', text: 'Echo: still there' }]);
  });
});
