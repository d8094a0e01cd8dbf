import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ShownCode } from '../../src/auth.ts';
import { MCPToolClient, type ServerFetch } from '../../src/index.ts';
import { createOAuthWorld, ISSUER, SERVER } from '../services/auth/oauth-world.ts';

/** An MCP server of the official SDK behind the authority, and a client that signs in. */
function createHouse(...[overrides, options]: Parameters<typeof createOAuthWorld>) {
  const world = createOAuthWorld(overrides, options);
  const methods: string[] = [];
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'house', version: '1.0.0' });
    server.registerTool('whoami', { annotations: { readOnlyHint: true } }, () => ({
      content: [{ type: 'text', text: 'anna' }],
    }));
    return server;
  });
  const fetch: ServerFetch = async (url, init) => {
    const request = new Request(url, init);
    const answer = await world.handle(request.clone());
    if (String(url) !== SERVER || !answer.ok) return answer;
    methods.push(request.headers.get('mcp-method') ?? request.method);
    return handler.fetch(request);
  };
  const { clock } = world;
  const { provider } = world.open({ fetch });
  const open = () => {
    const client = new MCPToolClient({ servers: { house: { url: SERVER, credential: provider } }, fetch, clock });
    onTestFinished(() => client.close());
    return client;
  };
  return { ...world, open, methods };
}

describe('a sign-in by a client without a browser', () => {
  it('shows a code, and goes on by itself once a person has allowed it elsewhere', async () => {
    const shown: ShownCode[] = [];
    const prompt = { showCode: (code: ShownCode) => void shown.push(code) };
    const { open, settings, clock } = createHouse({}, { prompt, listen: undefined });
    const listing = open().listTools();
    await clock.advance(10_000);
    expect(shown).toMatchObject([{ userCode: 'BCDF-GHJK', verificationUri: `${ISSUER}/activate` }]);
    settings.device = 'approved';
    await clock.advance(5_000);
    expect(await listing).toMatchObject({ tools: [{ id: 'house/whoami' }], problems: [] });
  });
});

describe('a client of a server that wants a sign-in', () => {
  it('signs in at the first question, and refreshes once for ten calls', async () => {
    const { open, person, count, expireAccess, clock } = createHouse();
    const client = open();
    const { tools, problems } = await client.listTools();
    expect([tools.map(({ id }) => id), problems]).toEqual([['house/whoami'], []]);
    await clock.advance(60_000);
    expireAccess();
    const results = await Promise.all(Array.from({ length: 10 }, () => client.callTool('house/whoami')));
    expect(results.every(({ isError }) => !isError)).toBe(true);
    expect([person.pages.length, count('/token', 'refresh_token')]).toEqual([1, 1]);
  });

  it('says that a sign-in is wanted when the person says no, and goes on without the server', async () => {
    const { open, settings } = createHouse();
    settings.comeBack = (answer) => {
      answer.searchParams.delete('code');
      answer.searchParams.set('error', 'access_denied');
      return answer;
    };
    const { tools, problems } = await open().listTools();
    expect([tools, problems]).toMatchObject([[], [{ server: 'house', error: { code: 'unauthorized' } }]]);
  });

  it('says that the credential does not reach far enough', async () => {
    const { open, settings, person } = createHouse();
    const client = open();
    await client.listTools();
    settings.intercept = ({ path }) =>
      path === '/mcp'
        ? new Response(null, { status: 403, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } })
        : undefined;
    await expect(client.callTool('house/whoami')).rejects.toMatchObject({ code: 'forbidden', tool: 'house/whoami' });
    expect(person.pages).toHaveLength(1);
  });
});
