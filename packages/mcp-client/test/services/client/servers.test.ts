import { describe, expect, it, onTestFinished } from 'vitest';
import { MCPToolClient, type MCPToolClientOptions, type ServerSpec } from '../../../src/index.ts';
import { createClientWorld, createGate, eventsOf, failureOf, settled } from '../../client-world.ts';
import { startHttpHost } from '../../mcp-servers/http-host.ts';
import { createToolServer } from '../../mcp-servers/tool-server.ts';
import { createScriptedServer, tool } from '../../scripted-server.ts';

const idsOf = async (client: MCPToolClient) => (await client.listTools()).tools.map(({ id }) => id);

describe('servers at run time', () => {
  it('that say the same stay connected; the others come, go and change', async () => {
    const { client } = createClientWorld();
    const [kept, changed, removed, added] = [1, 2, 3, 4].map((at) => createScriptedServer([tool(`tool${at}`)]));
    if (!kept || !changed || !removed || !added) throw new Error('four were made');
    const one = client({ kept, changed, removed });
    await one.listTools();
    const events = eventsOf(one);
    await one.setServers({
      added: { connector: added.connector },
      changed: { connector: changed.connector, timeoutMs: 5 },
      kept: { connector: kept.connector },
    });
    expect([kept.open, changed.open, removed.open]).toEqual([1, 0, 0]);
    expect(await idsOf(one)).toEqual(['added/tool4', 'changed/tool2', 'kept/tool1']);
    expect([kept.asked, changed.asked, added.asked].map(({ lists }) => lists)).toEqual([1, 2, 1]);
    const gone = events.flatMap((event) => (event.kind === 'tools_changed' ? event.changes : []));
    expect(gone.map(({ tool: id, kind }) => [id, kind])).toEqual([
      ['changed/tool2', 'removed'],
      ['removed/tool3', 'removed'],
    ]);
    expect(await failureOf(one.callTool('removed/tool3'))).toMatchObject({ code: 'unknown_server' });
    expect((await one.searchTools('tool3')).hits.map(({ tool: { id } }) => id)).not.toContain('removed/tool3');
  });

  it('are added at the end and removed by name', async () => {
    const { client } = createClientWorld();
    const one = client({ b: createScriptedServer() });
    await one.addServer('a', { connector: createScriptedServer().connector });
    expect(await idsOf(one)).toEqual(['b/echo', 'a/echo']);
    await one.removeServer('b');
    expect(await idsOf(one)).toEqual(['a/echo']);
    expect((await one.callTool('echo')).tool).toBe('a/echo');
    expect(await failureOf(one.removeServer('b'))).toMatchObject({ code: 'unknown_server' });
  });

  it('stay as they are when one of the new ones cannot be taken', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer();
    const one = client({ s: server });
    await one.listTools();
    await expect(one.addServer('bad id!', { url: 'https://example.com' })).rejects.toThrow(TypeError);
    await expect(one.addServer('t', { url: 'http://example.com' })).rejects.toThrow('servers["t"].url cannot be used');
    expect(server.open).toBe(1);
    expect(await idsOf(one)).toEqual(['s/echo']);
  });
});

describe('health and connect', () => {
  it('ask all servers side by side, and report each by name', async () => {
    const { client } = createClientWorld();
    const [good, bad] = [createScriptedServer(), createScriptedServer()];
    bad.onConnect = () => Promise.reject(new Error('no'));
    const one = client({ bad, good });
    expect((await one.connect()).map(({ id, state }) => [id, state])).toEqual([
      ['bad', 'failed'],
      ['good', 'ready'],
    ]);
    expect(await one.health()).toMatchObject([
      { server: 'bad', ok: false, error: { server: 'bad' } },
      { server: 'good', ok: true, error: undefined },
    ]);
    expect(good.asked).toMatchObject({ connects: 1, lists: 0 });
  });

  it('give a server that hangs its own deadline and no more', async () => {
    const { client, clock } = createClientWorld();
    const [good, hanging] = [createScriptedServer(), createScriptedServer()];
    hanging.onConnect = () => new Promise<never>(() => undefined);
    const one = client({ hanging: { connector: hanging.connector, deadlineMs: 700 }, good });
    const health = one.health();
    await settled();
    await clock.advance(700);
    expect(await health).toMatchObject([
      { server: 'hanging', ok: false, durationMs: 700, error: { code: 'timeout' } },
      { server: 'good', ok: true },
    ]);
  });

  it('do not wait for a connector that ends with nothing, and close what comes too late', async () => {
    const { client, clock } = createClientWorld();
    const late = createScriptedServer();
    const gate = createGate();
    late.onConnect = () => gate.passed;
    const one = client({ late: { connector: late.connector, deadlineMs: 700 } });
    const health = one.health();
    await settled();
    await clock.advance(700);
    expect(await health).toMatchObject([{ ok: false, error: { code: 'timeout' } }]);
    gate.open();
    await settled();
    expect(late.asked.connects).toBe(1);
    expect(late.open).toBe(0);
    expect(clock.sleepers).toBe(0);
  });

  it('end with their caller', async () => {
    const { client } = createClientWorld();
    const one = client({ s: createScriptedServer() });
    for (const work of [one.health({ signal: AbortSignal.abort() }), one.connect({ signal: AbortSignal.abort() })]) {
      expect(await failureOf(work)).toMatchObject({ code: 'aborted' });
    }
  });
});

describe('getToolsByServer', () => {
  it('answers the tools of one server, or what is wrong with it', async () => {
    const { client } = createClientWorld();
    const [good, bad] = [createScriptedServer(), createScriptedServer()];
    bad.onConnect = () => Promise.reject(new Error('no'));
    const one = client({ good, bad });
    expect((await one.getToolsByServer('good')).map(({ id }) => id)).toEqual(['good/echo']);
    expect(await failureOf(one.getToolsByServer('bad'))).toMatchObject({ server: 'bad' });
    expect(await failureOf(one.getToolsByServer('none'))).toMatchObject({ code: 'unknown_server', server: 'none' });
  });
});

describe('searchTools', () => {
  it('goes over the tools of the servers that are asked for, in step with what they list', async () => {
    const { client } = createClientWorld();
    const mail = tool('send_mail', { description: 'Sends a message to somebody.' });
    const [a, b] = [createScriptedServer([mail]), createScriptedServer([tool('post_message'), mail])];
    const one = client({ a, b });
    const ids = async (request: string, servers?: string[]) =>
      (await one.searchTools(request, { servers })).hits.map(({ tool: { id } }) => id);
    expect((await ids('send_mail')).sort()).toEqual(expect.arrayContaining(['a/send_mail', 'b/send_mail']));
    expect(await ids('send_mail', ['b'])).not.toContain('a/send_mail');
    a.tools = [tool('read_weather', { description: 'Tells how warm it is.' })];
    a.changed();
    expect(await ids('how warm is it')).toContain('a/read_weather');
    expect(await ids('send_mail')).not.toContain('a/send_mail');
    await expect(one.searchTools('mail', { limit: 0 })).rejects.toThrow(TypeError);
    expect((await one.searchTools('mail', { limit: 1 })).hits).toHaveLength(1);
  });
});

describe('a server that this client cannot connect to', () => {
  it('by a process is unsupported_transport, with what to give it', async () => {
    const { client } = createClientWorld();
    const one = client({ s: { transport: 'stdio', command: 'some-server' } });
    const { problems } = await one.listTools();
    expect(problems).toMatchObject([{ server: 's', error: { code: 'unsupported_transport' } }]);
    expect(problems[0]?.error.message).toContain('stdioConnector');
  });

  it('is given a connector where there is one', async () => {
    const { client } = createClientWorld();
    const commands: string[] = [];
    const stdio = ({ command }: { readonly command: string }) => {
      commands.push(command);
      return createScriptedServer().connector;
    };
    const one = client({ s: { transport: 'stdio', command: 'some-server' } }, { stdio });
    expect(await idsOf(one)).toEqual(['s/echo']);
    expect(commands).toEqual(['some-server']);
    expect(one.listServers()[0]?.transport).toBe('stdio');
  });
});

describe('getConfig', () => {
  it('shows every option with its default, and no secret', () => {
    const client = new MCPToolClient({
      servers: {
        web: { url: 'https://example.com/mcp?key=canary', headers: { 'x-api-key': 'canary' }, principal: 'canary' },
        run: { transport: 'stdio', command: 'server', args: ['--token', 'canary'], env: { TOKEN: 'canary' } },
      },
    });
    onTestFinished(() => client.close());
    const config = client.getConfig();
    expect(config).toMatchObject({
      deadlineMs: 30_000,
      timeoutMs: 60_000,
      pinning: 'report',
      validateResults: 'error',
    });
    expect(config.servers).toMatchObject([
      { id: 'web', transport: 'http', url: 'https://example.com/mcp?…', headers: ['x-api-key'], hasCredential: false },
      { id: 'run', transport: 'stdio', command: 'server', env: ['TOKEN'] },
    ]);
    expect(JSON.stringify([config, client.listServers()])).not.toContain('canary');
  });
});

describe('options', () => {
  const credential = { credential: () => Promise.resolve(undefined) };
  const good = { url: 'https://example.com/mcp' };
  it.each<[string, unknown]>([
    ['"a b" is no id of a server', { 'a b': good }],
    ['"" is no id of a server', { '': good }],
    [`${JSON.stringify('x'.repeat(65))} is no id`, { ['x'.repeat(65)]: good }],
    ['servers["s"] must be an object', { s: 'https://example.com' }],
    ['servers["s"].url cannot be used. It is missing.', { s: {} }],
    ['servers["s"].url cannot be used. It is not a URL.', { s: { url: 'example.com' } }],
    ['servers["s"].url cannot be used. It must be https', { s: { url: 'http://example.com' } }],
    ['servers["s"].url cannot be used. It holds a user name', { s: { url: 'https://me:pw@example.com' } }],
    ['servers["s"].transport must be one of: http, sse', { s: { ...good, transport: 'ws' } }],
    ['servers["s"].headers must be an object of texts', { s: { ...good, headers: { a: 1 } } }],
    ['servers["s"].headers has a name or a value', { s: { ...good, headers: { a: 'x\r\ny: z' } } }],
    [
      'servers["s"] has both a credential and an authorization header',
      { s: { ...good, credential, headers: { Authorization: 'x' } } },
    ],
    ['servers["s"].credential must have a function', { s: { ...good, credential: 'wg_live_1' } }],
    ['servers["s"].command must be a program', { s: { transport: 'stdio', command: '' } }],
    ['servers["s"].args must be a list of texts', { s: { transport: 'stdio', command: 'x', args: 'y' } }],
    ['servers["s"].env must be an object of texts', { s: { transport: 'stdio', command: 'x', env: { A: 1 } } }],
    ['servers["s"].connector must have a function connect', { s: { connector: {} } }],
    ['servers["s"].identity must be a text', { s: { connector: createScriptedServer().connector, identity: '' } }],
    ['servers["s"].deadlineMs must be a whole number from 1 to 600000', { s: { ...good, deadlineMs: 0 } }],
    ['servers["s"].timeoutMs must be a whole number', { s: { ...good, timeoutMs: 1.5 } }],
    ['servers["s"].maxParallel must be a whole number from 1 to 1000', { s: { ...good, maxParallel: 1_001 } }],
    ['servers["s"].principal must be a text', { s: { ...good, principal: 7 } }],
    ['servers["s"].defaultArguments must be a JSON object', { s: { ...good, defaultArguments: [] } }],
    ['servers["s"].toolArguments["t"] must be a JSON object', { s: { ...good, toolArguments: { t: 'x' } } }],
    ['servers["s"].tools.allow must be a list', { s: { ...good, tools: { allow: '*' } } }],
  ])('are refused at once, by name: %s', (message, servers) => {
    const make = () => new MCPToolClient({ servers: servers as Record<string, ServerSpec> });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it.each<[string, Partial<Record<keyof MCPToolClientOptions, unknown>>]>([
    ['pinning must be one of', { pinning: 'hold' }],
    ['validateResults must be one of', { validateResults: true }],
    ['approve must be a function', { approve: 'yes' }],
    ['deadlineMs must be a whole number', { deadlineMs: 600_001 }],
    ['timeoutMs must be a whole number', { timeoutMs: 0 }],
    ['totalTimeoutMs must be a whole number', { totalTimeoutMs: 86_400_001 }],
    ['retries must be a whole number from 0 to 10', { retries: 11 }],
    ['results.textBytes must be a whole number from 1024', { results: { textBytes: 1_023 } }],
    ['results.keptResults must be a whole number', { results: { keptResults: -1 } }],
    ['tools.deny must be a list', { tools: { deny: 'x' } }],
  ])('of the client are refused likewise: %s', (message, options) => {
    const make = () => new MCPToolClient({ servers: {}, ...(options as Partial<MCPToolClientOptions>) });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('at their limits are taken', () => {
    const limits = { deadlineMs: 600_000, timeoutMs: 1, totalTimeoutMs: 86_400_000, retries: 10 };
    const results = { textBytes: 1_024, blockBytes: 0, keptBytes: 0, keptResults: 0 };
    expect(() => new MCPToolClient({ servers: { ['x'.repeat(64)]: good }, ...limits, results })).not.toThrow();
  });
});

it('a changed tool list reaches listeners over HTTP, in both eras', async () => {
  for (const era of ['modern', 'legacy'] as const) {
    let extra: string[] = [];
    const host = await startHttpHost({
      era,
      server: () => {
        const server = createToolServer();
        const tools = () => [tool('echo'), ...extra.map((name) => tool(name))] as never[];
        server.server.setRequestHandler('tools/list', () => ({ tools: tools() }));
        return server;
      },
    });
    onTestFinished(() => host.stop());
    const client = new MCPToolClient({ servers: { s: { url: host.url } } });
    onTestFinished(() => client.close());
    await client.listTools();
    const told = new Promise<string[]>((resolve) => {
      client.on((event) => {
        if (event.kind === 'tools_changed') resolve(event.changes.map((change) => `${change.kind} ${change.tool}`));
      });
    });
    extra = ['grown'];
    const ringing = setInterval(() => void host.toolsChanged(), 20);
    expect(await told).toEqual(['added s/grown']);
    clearInterval(ringing);
  }
});
