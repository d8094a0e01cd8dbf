import { InMemoryTransport } from '@modelcontextprotocol/client';
import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { toolWireName } from '@wicketgate/contract';
import { systemClock, systemRandom } from '@wicketgate/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MCPToolClient, transportConnector } from '../../../src/index.ts';
import { createClientWorld, createGate, eventsOf, failureOf, settled } from '../../client-world.ts';
import { type HttpHostOptions, startHttpHost } from '../../mcp-servers/http-host.ts';
import { createToolServer } from '../../mcp-servers/tool-server.ts';
import { createScriptedServer, tool } from '../../scripted-server.ts';

async function host(options: HttpHostOptions) {
  const started = await startHttpHost(options);
  onTestFinished(() => started.stop());
  return started;
}

const idsOf = (answer: { readonly tools: readonly { readonly id: string }[] }) => answer.tools.map(({ id }) => id);

describe('listTools', () => {
  it('orders by server as in the options and by name, whoever answers first', async () => {
    const { client } = createClientWorld();
    const [late, early] = [createScriptedServer([tool('b'), tool('a')]), createScriptedServer([tool('z'), tool('B')])];
    const gate = createGate();
    late.onList = () => gate.passed;
    const one = client({ z: late, a: early });
    const listing = one.listTools();
    await settled();
    expect(idsOf(await one.listTools({ from: 'cached' }))).toEqual(['a/B', 'a/z']);
    gate.open();
    expect(idsOf(await listing)).toEqual(['z/a', 'z/b', 'a/B', 'a/z']);
  });

  it('connects to nobody for what is cached', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer();
    const one = client({ s: server });
    expect(await one.listTools({ from: 'cached' })).toEqual({ tools: [], problems: [] });
    expect(one.listServers()).toMatchObject([{ id: 's', state: 'idle', catalog: 'none', toolCount: undefined }]);
    expect(server.asked).toEqual({ connects: 0, lists: 0, pings: 0 });
  });

  it('says what each tool is: its id, wire name, hash, and what its server says of itself', async () => {
    const { client } = createClientWorld();
    const { tools } = await client({ 'my.server': createScriptedServer([tool('do it')]) }).listTools();
    expect(tools).toEqual([
      {
        ...tool('do it'),
        id: 'my.server/do it',
        server: 'my.server',
        serverDescription: 'Scripted. Does as it is told',
        wireName: toolWireName('my.server', 'do it'),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        state: 'ready',
      },
    ]);
  });

  it('lists only the servers that were asked for, and knows no others', async () => {
    const { client } = createClientWorld();
    const [a, b] = [createScriptedServer(), createScriptedServer()];
    const one = client({ a, b });
    expect(idsOf(await one.listTools({ servers: ['b'] }))).toEqual(['b/echo']);
    expect(a.asked.connects).toBe(0);
    expect(await failureOf(one.listTools({ servers: ['b', 'c'] }))).toMatchObject({
      code: 'unknown_server',
      server: 'c',
    });
  });

  it('ends with its caller, and goes on for the others', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer();
    const gate = createGate();
    server.onList = () => gate.passed;
    const one = client({ server });
    const leaving = new AbortController();
    const [left, staying] = [failureOf(one.listTools({ signal: leaving.signal })), one.listTools()];
    await settled();
    leaving.abort(new Error('enough'));
    expect(await left).toMatchObject({ code: 'aborted', cause: new Error('enough') });
    gate.open();
    expect(idsOf(await staying)).toEqual(['server/echo']);
    expect(server.asked.lists).toBe(1);
  });
});

describe('one bad server', () => {
  it('costs its own tools and nothing else: dead, hanging, crashing, garbage and endless', async () => {
    const good = await host({ era: 'both', server: () => createToolServer() });
    const garbage = await host({
      era: 'both',
      server: () => createToolServer(),
      intercept: (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
        return true;
      },
    });
    const crashing = await host({
      era: 'both',
      server: () => createToolServer(),
      intercept: (_, response) => {
        response.destroy();
        return true;
      },
    });
    const hanging = await host({ era: 'both', server: () => createToolServer(), intercept: () => true });
    const endless = createScriptedServer();
    const servers = {
      good: { url: good.url },
      dead: { url: 'http://127.0.0.1:9/mcp' },
      garbage: { url: garbage.url },
      crashing: { url: crashing.url },
      hanging: { url: hanging.url, deadlineMs: 1_500 },
      memory: { connector: endless.connector },
    };
    const { client, clock } = createClientWorld();
    const one = client(servers);
    const events = eventsOf(one);
    const listing = one.listTools();
    while (clock.sleepers === 0 || one.listServers().filter(({ state }) => state === 'connecting').length > 1)
      await settled();
    // The good ones' tools are there before the slow one is given up.
    expect(idsOf(await one.listTools({ from: 'cached' }))).toContain('good/echo');
    await clock.advance(1_500);
    const { tools, problems } = await listing;
    expect([...new Set(tools.map(({ server }) => server))]).toEqual(['good', 'memory']);
    expect(problems.map(({ server, error }) => [server, error.code])).toEqual([
      ['dead', 'server_unreachable'],
      ['garbage', expect.stringMatching(/bad_answer|unsupported_protocol|server_error/)],
      ['crashing', 'server_unreachable'],
      ['hanging', 'timeout'],
    ]);
    expect(problems.every(({ server, error }) => error.server === server)).toBe(true);
    const told = events.flatMap((event) =>
      event.kind === 'server' && event.report.catalog === 'live' ? [event.report.id] : [],
    );
    expect(told).toContain('good');
    await expect(one.callTool('good/echo', { a: 1 })).resolves.toMatchObject({ isError: false });
  });

  it('loses only its bad entries, and says how many and why', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer([tool('a'), null, { name: 'b' }, tool('a'), tool('c')]);
    const one = client({ server });
    const { tools, problems } = await one.listTools();
    expect(idsOf({ tools })).toEqual(['server/a', 'server/c']);
    expect(problems).toMatchObject([{ server: 'server', error: { code: 'bad_answer', server: 'server' } }]);
    expect(problems[0]?.error.message).toBe(
      '3 entries of its listing were dropped: 1 no object, 1 with a schema that is no object, 1 with the name of another.',
    );
    expect(one.catalogStats()).toMatchObject({ tools: 2, dropped: 3 });
  });

  it('loses only its bad entries over the SDK as well', async () => {
    const raw = await host({
      era: 'both',
      server: () => {
        const server = createToolServer();
        server.server.setRequestHandler(
          'tools/list',
          () => ({ tools: [tool('fine'), { name: 3 }, { name: 'half' }] }) as never,
        );
        return server;
      },
    });
    const client = new MCPToolClient({ servers: { raw: { url: raw.url } } });
    onTestFinished(() => client.close());
    expect(idsOf(await client.listTools())).toEqual(['raw/fine']);
  });
});

describe('a long listing', () => {
  const paged = (pages: number, perPage: number, next: (page: number) => string | undefined) => () => {
    const server = createToolServer();
    server.server.setRequestHandler('tools/list', ({ params }) => {
      const page = Number(params?.cursor ?? 0);
      const tools = Array.from({ length: perPage }, (_, at) => tool(`t${page * perPage + at}`)) as never[];
      const nextCursor = page + 1 < pages ? next(page + 1) : undefined;
      return { tools, ...(nextCursor !== undefined && { nextCursor }) };
    });
    return server;
  };

  it.each(['modern', 'legacy'] as const)('of 1,000 tools over 20 pages is whole (%s)', async (era) => {
    const large = await host({ era, server: paged(20, 50, String) });
    const client = new MCPToolClient({ servers: { large: { url: large.url } } });
    onTestFinished(() => client.close());
    const { tools, problems } = await client.listTools();
    expect(problems).toEqual([]);
    expect(tools).toHaveLength(1_000);
    expect(large.methods().filter((method) => method === 'tools/list')).toHaveLength(20);
  });

  it('that answers the same page for ever is given up with a code', async () => {
    const same = await host({ era: 'both', server: paged(Infinity, 1, () => '0') });
    const client = new MCPToolClient({ servers: { same: { url: same.url } } });
    onTestFinished(() => client.close());
    const { tools, problems } = await client.listTools();
    expect(tools).toEqual([]);
    expect(problems).toMatchObject([{ server: 'same', error: { code: 'bad_answer' } }]);
  });
});

it('a server in memory is listed and called by a transport of the SDK', async () => {
  const open = () => {
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    const server = new McpServer({ name: 'memory', version: '1' });
    const inputSchema = fromJsonSchema<{ a: number }>({ type: 'object' });
    server.registerTool('double', { inputSchema }, ({ a }) => ({ content: [{ type: 'text', text: String(2 * a) }] }));
    void server.connect(theirs);
    return ours;
  };
  const connector = transportConnector({ open, clock: systemClock, random: systemRandom });
  const client = new MCPToolClient({ servers: { memory: { connector } } });
  onTestFinished(() => client.close());
  expect(idsOf(await client.listTools())).toEqual(['memory/double']);
  expect(await client.callTool('double', { a: 21 })).toMatchObject({ content: [{ type: 'text', text: '42' }] });
});
