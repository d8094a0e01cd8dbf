import { describe, expect, it } from 'vitest';
import {
  createActivation,
  type LoaderEvent,
  ProgressiveMCPLoader,
  type SearchableTool,
  toOpenAiResponseTools,
} from '../src/loader.ts';
import { createGate, settled } from './client-world.ts';
import { readMadeUpTools } from './corpus/read-made-up.ts';
import type { HttpHost } from './mcp-servers/http-host.ts';
import { listing, openClient, openHost } from './pains/real-servers.ts';
import { tool } from './scripted-server.ts';
import { until } from './session-world.ts';

const SERVERS = ['calendar', 'mail', 'billing', 'travel'] as const;
type Tools = Record<string, readonly unknown[]>;

/** Four servers of both eras with six tools each, a client of them, and a loader over it. */
async function openLoader() {
  const found = readMadeUpTools();
  const tools: Tools = Object.fromEntries(
    SERVERS.map((id) => [id, found.filter(({ server }) => server === id).map(listed)]),
  );
  const hosts = SERVERS.map(async (id, at): Promise<[string, HttpHost]> => {
    return [id, await openHost({ era: at % 2 === 0 ? 'modern' : 'legacy', server: listing(() => tools[id] ?? []) })];
  });
  const servers = Object.fromEntries(await Promise.all(hosts)) as Record<(typeof SERVERS)[number], HttpHost>;
  const world = openClient(servers, { retries: 0 });
  return { ...world, servers, tools, loader: new ProgressiveMCPLoader(world.client, { directShare: 0 }) };
}

function listed({ name, description, inputSchema }: SearchableTool) {
  return tool(name, { description, inputSchema });
}

const INVOICE = 'create an invoice for a customer';

describe('a loader over a client of real servers', () => {
  it('selects the tools of a task from all of them, ready for a model', async () => {
    const { loader } = await openLoader();
    const { tools, sets, exposed, problems, savings } = await loader.select(INVOICE);
    expect(tools[0]?.tool.id).toBe('billing/create_invoice');
    expect(sets[0]).toMatchObject({
      server: 'billing',
      tools: expect.arrayContaining(['billing__create_invoice']) as string[],
    });
    expect(exposed[0]).toMatchObject({ name: 'billing__create_invoice', inputSchema: { type: 'object' } });
    expect(problems).toEqual([]);
    expect(savings.selectionTokens).toBeLessThan(savings.allTokens);
    expect(await loader.select('knead the dough of a sourdough loaf')).toMatchObject({ tools: [], confidence: 'none' });
  });

  it('connects to its servers when a model first needs them, and asks each once for its tools', async () => {
    const { loader, client, servers } = await openLoader();
    expect(client.listServers().map(({ state }) => state)).toEqual(SERVERS.map(() => 'idle'));
    await Promise.all([loader.select(INVOICE), loader.expose(), loader.call('search_tools', { query: INVOICE })]);
    await loader.select('cancel the event of tomorrow');
    for (const { methods } of Object.values(servers)) {
      expect(methods().filter((method) => method === 'tools/list')).toHaveLength(1);
    }
  });

  it('has a model find a tool, read its schema and call it, with the meta-tools alone', async () => {
    const { loader, servers } = await openLoader();
    const found = await loader.call('search_tools', { query: INVOICE, limit: 1 });
    expect(found.structuredContent).toMatchObject({ tools: [{ name: 'billing__create_invoice' }] });
    const described = await loader.call('describe_tools', { names: ['billing__create_invoice'] });
    expect(described.structuredContent).toMatchObject({
      tools: [{ name: 'billing__create_invoice', inputSchema: { type: 'object' } }],
    });
    const called = await loader.call('call_tool', { name: 'billing__create_invoice', arguments: {} });
    expect(called).toMatchObject({ isError: false, content: [{ type: 'text', text: 'create_invoice' }] });
    expect(servers.billing.methods()).toContain('tools/call');
    expect(servers.mail.methods()).not.toContain('tools/call');
  });

  it('adds tools to a conversation at its end, and calls them by their own names', async () => {
    const { loader } = await openLoader();
    const activation = createActivation(loader);
    const before = JSON.stringify(toOpenAiResponseTools(activation.tools));
    const { added } = await activation.activate(INVOICE);
    expect(added[0]?.name).toBe('billing__create_invoice');
    await activation.add(['calendar/cancel_event', 'nobody/nothing']);
    expect(activation.tools.at(-1)?.name).toBe('calendar__cancel_event');
    expect(JSON.stringify(toOpenAiResponseTools(activation.tools)).startsWith(before.slice(0, -1))).toBe(true);
    expect(await activation.call('calendar__cancel_event', {})).toMatchObject({ content: [{ text: 'cancel_event' }] });
  });

  it('is told what servers change, and shows it from the next selection on', async () => {
    const { loader, client, servers, tools } = await openLoader();
    const events: LoaderEvent[] = [];
    loader.on((event) => events.push(event));
    await loader.select(INVOICE);
    tools['mail'] = [tool('send_postcard', { description: 'Send a postcard on paper to an address.' })];
    await until(async () => {
      await servers.mail.toolsChanged();
      await settled();
      const known = await client.listTools({ from: 'cached', servers: ['mail'] });
      return known.tools.length === 1;
    });
    expect((await loader.select('send a postcard')).tools[0]?.tool.id).toBe('mail/send_postcard');
    expect(events).toContainEqual({ kind: 'catalog', added: 1, changed: 0, removed: 6 });
  });
});

describe('a server that goes away under a loader', () => {
  it('costs none of the others, and its calls tell the model what to do', async () => {
    const { loader, client, servers } = await openLoader();
    await loader.select(INVOICE);
    await servers.billing.stop();
    const lost = await loader.call('call_tool', { name: 'billing__create_invoice', arguments: {} });
    expect(lost.isError).toBe(true);
    expect(String(lost.content[0]?.['text'])).toContain('billing');
    expect(await loader.call('calendar__list_events', {})).toMatchObject({ isError: false });
    await client.listTools({ from: 'always' });
    expect(client.listServers().find(({ id }) => id === 'billing')).toMatchObject({
      catalog: 'stale',
      problem: { server: 'billing' },
    });
    expect((await loader.select('find a free slot in the calendar')).tools[0]?.tool.server).toBe('calendar');
  });

  it('keeps nobody waiting when it hangs: the tools of the others are there, and its own come once it answers', async () => {
    const { servers } = await openLoader();
    const { client, clock } = openClient(servers, { retries: 0 });
    const loader = new ProgressiveMCPLoader(client, { listWithinMs: 500 });
    const gate = createGate();
    servers.billing.intercept = async () => {
      await gate.passed;
      return false;
    };
    const selecting = loader.select(INVOICE);
    await until(async () => (await client.listTools({ from: 'cached' })).tools.length === 18);
    await clock.advance(500);
    const first = await selecting;
    expect(first).toMatchObject({ underWay: ['billing'], problems: [] });
    expect(first.tools.map(({ tool: { server } }) => server)).not.toContain('billing');
    gate.open();
    await until(() => client.listServers().every(({ catalog }) => catalog === 'live'));
    const second = await loader.select(INVOICE);
    expect(second.tools[0]?.tool.id).toBe('billing/create_invoice');
    expect(second.underWay).toEqual([]);
    expect(servers.billing.methods().filter((method) => method === 'tools/list')).toHaveLength(1);
  });

  it('keeps what it listed, so that the tools of a conversation do not flicker, and names the problem', async () => {
    const { loader, client, servers } = await openLoader();
    const before = await loader.select(INVOICE);
    await servers.billing.stop();
    await client.listTools({ from: 'always' });
    const after = await loader.select(INVOICE);
    expect(after.exposed).toEqual(before.exposed);
    expect(after.problems).toMatchObject([{ server: 'billing', error: { server: 'billing' } }]);
  });

  it('takes its tools along when it is removed', async () => {
    const { loader, client } = await openLoader();
    const activation = createActivation(loader);
    await activation.activate(INVOICE);
    await client.removeServer('billing');
    const { tools } = await loader.select(INVOICE);
    expect(tools.filter(({ tool: { server } }) => server === 'billing')).toEqual([]);
    expect(await activation.call('billing__create_invoice', {})).toMatchObject({ isError: true });
    expect(activation.tools.some(({ name }) => name === 'billing__create_invoice')).toBe(true);
  });

  it('is named when it was never there, and the others are selected from', async () => {
    const { servers } = await openLoader();
    await servers.mail.stop();
    const { client } = openClient(servers, { retries: 0 });
    const loader = new ProgressiveMCPLoader(client);
    const { tools, problems } = await loader.select(INVOICE);
    expect(tools[0]?.tool.id).toBe('billing/create_invoice');
    expect(problems).toMatchObject([{ server: 'mail', error: { code: 'server_unreachable' } }]);
    const found = await loader.call('search_tools', { query: 'send mail', servers: ['mail'] });
    expect(JSON.stringify(found.content)).toContain('mail');
  });
});
