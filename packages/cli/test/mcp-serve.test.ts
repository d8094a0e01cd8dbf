import { spawn } from 'node:child_process';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createFakeGateway } from '@wicketgate/testing';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { commandLine } from './command-process.ts';
import { startHttpHost } from '../../mcp-client/test/mcp-servers/http-host.ts';
import { createMcpBench, type McpBench, toolServer } from './mcp-bench.ts';
import { docsServer, pollingClock, startDocs, typingCode } from './mcp-sign-in-bench.ts';

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

let bench: McpBench;

beforeEach(() => {
  bench = createMcpBench();
  bench.servers({ demo: toolServer({ TOOL_SERVER_LOG: bench.log.file }) });
});

const ERAS = [
  ['2026-07-28', { mode: { pin: '2026-07-28' } }],
  ['2025-11-25', { mode: 'legacy' }],
] as const;

interface Bridged {
  readonly client: Client;
  readonly stderr: () => string;
  /** Of the tools. */
  readonly changes: () => number;
  /** Of resources and prompts, in order. */
  readonly others: readonly string[];
}

function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const env = Object.fromEntries(inherited) as Record<string, string>;
  return { ...env, HOME: bench.at('home'), WICKETGATE_CONFIG_DIR: bench.at('config'), WICKETGATE_API_KEY: '', ...more };
}

/** An official client that has started the bridge as programs do. */
async function bridged(
  versionNegotiation: (typeof ERAS)[number][1],
  { argv = [], env = {} }: { argv?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<Bridged> {
  let changes = 0;
  const onChanged = () => {
    changes++;
  };
  const others: string[] = [];
  const heard = (what: string) => ({ autoRefresh: false, debounceMs: 0, onChanged: () => void others.push(what) });
  const tools = { autoRefresh: false, debounceMs: 0, onChanged };
  const listChanged = { tools, resources: heard('resources'), prompts: heard('prompts') };
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation, listChanged });
  const [command = '', ...args] = commandLine(['mcp', 'serve', ...argv]);
  const transport = new StdioClientTransport({ command, args, env: environment(env), stderr: 'pipe' });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  onTestFinished(() => client.close());
  await client.connect(transport);
  return { client, stderr: () => stderr, changes: () => changes, others };
}

const text = (value: string) => [{ type: 'text', text: value }];

describe.each(ERAS)('to a client of %s', (revision, negotiation) => {
  test('the tools of the servers are those of one; another is an error of the protocol', async () => {
    const { client, stderr } = await bridged(negotiation);
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('demo__echo');
    expect(tools.find(({ name }) => name === 'demo__echo')).toMatchObject({ annotations: { readOnlyHint: true } });
    const call = { name: 'demo__echo', arguments: { text: 'a', count: 2 } };
    expect(await client.callTool(call)).toMatchObject({ content: text('a a') });
    expect(stderr()).toContain('demo: ready');
    await expect(client.callTool({ name: 'demo__nothing', arguments: {} })).rejects.toMatchObject({ code: -32_602 });
  });

  test('progress comes, and a cancellation reaches the server', async () => {
    const { client } = await bridged(negotiation);
    const abort = new AbortController();
    const seen: unknown[] = [];
    const onprogress = (progress: unknown) => {
      if (seen.push(progress) === 3) abort.abort();
    };
    const call = client.callTool({ name: 'demo__slow', arguments: {} }, { signal: abort.signal, onprogress });
    await expect(call).rejects.toThrow();
    expect(seen[0]).toMatchObject({ progress: 1, total: 1_000, message: 'counting' });
    await expect.poll(() => bench.log.lines().at(-1), { timeout: 10_000 }).toBe('cancelled');
  });

  test('a server that ends is started anew for the next call, and the client stays connected', async () => {
    const { client } = await bridged(negotiation);
    expect(await client.callTool({ name: 'demo__crash', arguments: {} })).toMatchObject({ isError: true });
    const again = await client.callTool({ name: 'demo__echo', arguments: { text: 'again' } });
    expect(again).toMatchObject({ content: text('again') });
    expect(bench.log.lines().filter((line) => line.startsWith('call crash'))).toHaveLength(1);
  });

  test('a change of the tools is told', async () => {
    const { client, changes } = await bridged(negotiation);
    await client.listTools();
    const before = changes();
    await client.callTool({ name: 'demo__grow', arguments: {} });
    await expect.poll(() => changes(), { timeout: 10_000 }).toBeGreaterThan(before);
    await expect
      .poll(async () => (await client.listTools()).tools.map(({ name }) => name), { timeout: 10_000 })
      .toContain('demo__grown');
  });

  test('--expose meta gives three tools that find and call the others', async () => {
    const { client } = await bridged(negotiation, { argv: ['--expose', 'meta'] });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['search_tools', 'describe_tools', 'call_tool']);
    const found = await client.callTool({ name: 'search_tools', arguments: { query: 'draw a picture' } });
    expect(JSON.stringify(found.content)).toContain('demo__picture');
    const called = await client.callTool({
      name: 'call_tool',
      arguments: { name: 'demo__echo', arguments: { text: 'x' } },
    });
    expect(called).toMatchObject({ content: text('x') });
  });
});

describe.each(ERAS)('resources and prompts to a client of %s', (_, negotiation) => {
  const notes = (text: string) => toolServer({ TOOL_SERVER_LOG: bench.log.file, TOOL_SERVER_NOTES: text });

  test('of one server alone are as they are there', async () => {
    bench.servers({ docs: notes('docs'), tools: toolServer() });
    const { client } = await bridged(negotiation);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri, description }) => [uri, description])).toEqual([
      ['notes:shared', 'A note.'],
      ['notes:docs', 'A note.'],
    ]);
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([{ uriTemplate: 'notes:{word}' }]);
    expect((await client.readResource({ uri: 'notes:anything' })).contents).toEqual([
      { uri: 'notes:anything', mimeType: 'text/plain', text: 'docs says notes:anything' },
    ]);
    const { prompts } = await client.listPrompts();
    expect(prompts).toEqual([
      { name: 'docs__greet', description: 'Greets.', arguments: [{ name: 'whom', required: true }] },
    ]);
    const { messages } = await client.getPrompt({ name: 'docs__greet', arguments: { whom: 'Ada' } });
    expect(messages[0]).toMatchObject({ role: 'user', content: { type: 'text', text: 'docs greets Ada' } });
  });

  test('of several are told apart, and each is that of its server', async () => {
    bench.servers({ docs: notes('docs'), wiki: notes('wiki') });
    const { client } = await bridged(negotiation);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'wicketgate-resource:docs/notes:shared',
      'notes:docs',
      'wicketgate-resource:wiki/notes:shared',
      'notes:wiki',
    ]);
    for (const { uri } of resources) {
      const [content] = (await client.readResource({ uri })).contents;
      expect(content).toMatchObject({
        uri,
        text: expect.stringMatching(uri.includes('docs') ? /^docs/ : /^wiki/) as string,
      });
    }
    const read = bench.log.lines().filter((line) => line.startsWith('read')).length;
    await expect(client.readResource({ uri: 'notes:shared' })).rejects.toMatchObject({ code: -32_602 });
    await expect(client.readResource({ uri: 'notes:nobody' })).rejects.toMatchObject({ code: -32_602 });
    expect(bench.log.lines().filter((line) => line.startsWith('read'))).toHaveLength(read);
    const { messages } = await client.getPrompt({ name: 'wiki__greet', arguments: { whom: 'Ada' } });
    expect(messages).toMatchObject([
      { content: { text: 'wiki greets Ada' } },
      { content: { type: 'resource_link', uri: 'wicketgate-resource:wiki/notes:shared' } },
    ]);
    await expect(client.getPrompt({ name: 'docs__nothing' })).rejects.toMatchObject({ code: -32_602 });
    const argument = { name: 'whom', value: 'A' };
    const ref = { type: 'ref/prompt' as const, name: 'wiki__greet' };
    expect((await client.complete({ ref, argument })).completion.values).toEqual(['wiki ref/prompt A']);
    const template = { type: 'ref/resource' as const, uri: 'wicketgate-resource:docs/notes:{word}' };
    expect((await client.complete({ ref: template, argument })).completion.values).toEqual(['docs ref/resource A']);
  });

  test('that change are told of', async () => {
    bench.servers({ docs: notes('docs') });
    const { client, others } = await bridged(negotiation);
    await client.listResources();
    await expect
      .poll(
        async () => {
          await client.callTool({ name: 'docs__grow', arguments: {} });
          return [...new Set(others)].sort();
        },
        { timeout: 10_000 },
      )
      .toEqual(['prompts', 'resources']);
  });

  test('are none of a server that has none, and no failure', async () => {
    const { client } = await bridged(negotiation);
    expect((await client.listResources()).resources).toEqual([]);
    expect((await client.listResourceTemplates()).resourceTemplates).toEqual([]);
    expect((await client.listPrompts()).prompts).toEqual([]);
  });
});

test('--allow and --deny decide about resources and prompts too, and --tools-only passes neither', async () => {
  const notes = (text: string) => toolServer({ TOOL_SERVER_LOG: bench.log.file, TOOL_SERVER_NOTES: text });
  bench.servers({ docs: notes('docs'), wiki: notes('wiki') });
  const argv = ['--allow', 'docs', '--deny', 'docs/greet'];
  const { client } = await bridged(ERAS[0][1], { argv });
  expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(['notes:shared', 'notes:docs']);
  expect((await client.listPrompts()).prompts).toEqual([]);
  await expect(client.readResource({ uri: 'wicketgate-resource:wiki/notes:wiki' })).rejects.toThrow('not allow');
  expect(bench.log.lines().filter((line) => line.startsWith('read'))).toEqual([]);
  const tools = await bridged(ERAS[0][1], { argv: ['--tools-only'] });
  expect(Object.keys(tools.client.getServerCapabilities() ?? {})).toEqual(['tools']);
});

test('what --result-limit leaves out of a result is read as a resource', async () => {
  const { client } = await bridged(ERAS[0][1], { argv: ['--result-limit', '1024'] });
  const { content } = await client.callTool({ name: 'demo__echo', arguments: { text: 'word', count: 1_000 } });
  expect(JSON.stringify(content).length).toBeLessThan(2_000);
  const link = content.at(-1);
  expect(link).toMatchObject({ type: 'resource_link', uri: expect.stringMatching(/^wicketgate-result:/) as string });
  const [whole] = (await client.readResource({ uri: String(link?.['uri' as never]) })).contents;
  expect(JSON.parse(String(whole?.['text' as never]))).toMatchObject({
    content: [{ text: Array.from({ length: 1_000 }, () => 'word').join(' ') }],
  });
});

test('with --tools-only a result beyond the limit goes whole, and one longer than programs read not at all', async () => {
  const { client } = await bridged(ERAS[0][1], { argv: ['--tools-only'] });
  const echo = (count: number) => client.callTool({ name: 'demo__echo', arguments: { text: 'word', count } });
  const { content } = await echo(600_000);
  expect(content).toHaveLength(1);
  expect(JSON.stringify(content).length).toBeGreaterThan(2_999_999);
  const longer = await echo(2_000_000);
  expect(longer).toMatchObject({
    isError: true,
    content: text(expect.stringContaining('more than can be passed on') as string),
  });
});

test('what nobody sees of a description is not passed on to a model', async () => {
  const about = bench.write('about', 'Says a text again.\u200b\u{e0049}\u{e0067}');
  bench.servers({ demo: toolServer({ TOOL_SERVER_ABOUT: about }) });
  const { client } = await bridged(ERAS[0][1]);
  const { tools } = await client.listTools();
  expect(tools.find(({ name }) => name === 'demo__echo')?.description).toBe('Says a text again.');
});

test('a server at an address that was restarted has forgotten its sessions, and the client of the bridge does not notice', async () => {
  const host = await startHttpHost({ era: 'legacy', server: docsServer });
  onTestFinished(() => host.stop());
  bench.servers({ docs: { url: host.url } });
  const { client } = await bridged(ERAS[1][1]);
  expect(await client.callTool({ name: 'docs__whoami', arguments: {} })).toMatchObject({ content: text('anna') });
  host.forget();
  host.cut();
  expect(await client.callTool({ name: 'docs__whoami', arguments: {} })).toMatchObject({ content: text('anna') });
  expect(host.methods().filter((method) => method === 'initialize')).toHaveLength(2);
});

test('a sign-in that somebody makes while it serves is used from then on; nobody is asked by the bridge', async () => {
  const { resource } = await startDocs();
  bench.servers({ docs: { url: resource }, demo: toolServer() });
  const { client, stderr } = await bridged(ERAS[0][1]);
  const names = async () => (await client.listTools()).tools.map(({ name }) => name);
  expect(await names()).not.toContain('docs__whoami');
  expect(stderr()).toContain('run `wicketgate mcp login docs`');
  const login = ['mcp', 'login', 'docs', '--device', '--store', 'plain'];
  expect((await bench.run(login, { clock: pollingClock, meanwhile: typingCode() })).code).toBe(0);
  await expect.poll(names, { timeout: 10_000 }).toContain('docs__whoami');
  expect(await client.callTool({ name: 'docs__whoami', arguments: {} })).toMatchObject({ content: text('anna') });
});

test('--allow and --deny decide what is listed and what can be called', async () => {
  const { client } = await bridged(ERAS[0][1], { argv: ['--allow', 'demo/e*,demo/f*', '--deny', 'demo/fail'] });
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['demo__echo']);
  const denied = await client.callTool({ name: 'demo__fail', arguments: {} }).catch(() => ({ isError: true }));
  expect(denied).toMatchObject({ isError: true });
  expect(bench.log.lines().filter((line) => line.startsWith('call'))).toEqual([]);
});

test.each([
  ['the option', { argv: ['--default-parameters', '{"count":3,"unknown":1}'] }],
  ['the environment', { env: { WICKETGATE_MCP_DEFAULT_PARAMETERS: '{"count":3,"unknown":1}' } }],
])('default parameters of %s go to the tools that have them, beneath those of a call', async (_, options) => {
  const { client } = await bridged(ERAS[0][1], options);
  expect(await client.callTool({ name: 'demo__echo', arguments: { text: 'a' } })).toMatchObject({
    content: text('a a a'),
  });
  expect(await client.callTool({ name: 'demo__echo', arguments: { text: 'a', count: 1 } })).toMatchObject({
    content: text('a'),
  });
  expect(bench.log.lines().join('\n')).not.toContain('unknown');
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the bridge with its standard input closed after what is written. */
function serve(input: string): Promise<Ended> {
  const [command = '', ...args] = commandLine(['mcp', 'serve']);
  const child = spawn(command, args, { env: environment(), stdio: 'pipe' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (texts[name] += chunk));
  }
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, ...texts });
    });
  });
}

const INITIALIZE = {
  ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
};

test('it ends with 0 when standard input ends, and stdout had the protocol alone', async () => {
  const { code, stdout, stderr } = await serve(`${JSON.stringify(INITIALIZE)}\n`);
  expect(code).toBe(0);
  expect(stderr).toContain('Serving demo.');
  for (const line of stdout.split('\n').filter((item) => item !== '')) {
    expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  }
});

test('it ends with 0 when nobody reads standard output any more', async () => {
  const [command = '', ...args] = commandLine(['mcp', 'serve']);
  const child = spawn(command, args, { env: environment(), stdio: 'pipe' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  child.stdout.destroy();
  child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(0);
  expect(stderr).not.toContain('Warning');
});

test.each([
  [['--default-parameters', '['], {}, 2],
  [['--result-limit', '1023'], {}, 2],
  [['--result-limit', '2097153'], {}, 2],
  [['--result-limit', '1024', '--tools-only'], {}, 2],
  [[], { WICKETGATE_MCP_DEFAULT_PARAMETERS: '[]' }, 78],
  [['--server', 'nowhere'], {}, 4],
  [['--server-url', 'http://example.com/mcp'], {}, 2],
  [['--server-url', 'https://example.com/mcp', '--token-env', 'NOT_SET_ANYWHERE'], {}, 3],
] as const)('%j ends at once with its exit code, and nothing on stdout', async (argv, env, expected) => {
  const { code, stdout } = await bench.run(['mcp', 'serve', ...argv], { env });
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
});

test('a bridge that a bridge starts ends at once, so that no file starts it for ever', async () => {
  const { code, stdout, stderr } = await bench.run(['mcp', 'serve'], { env: { WICKETGATE_MCP_STARTED: '1' } });
  expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
  expect(stderr).toContain('This bridge was started by another one.');
  // Whatever starts it: every program is told.
  const script = 'console.error("marked", process.env.WICKETGATE_MCP_STARTED); process.exit(3)';
  bench.servers({ other: { command: process.execPath, args: ['-e', script] } });
  expect((await bench.run(['mcp', 'test', 'other'])).stderr).toContain('marked 1');
});

test('a key is never an argument of the bridge', async () => {
  const { adminKey } = createFakeGateway();
  const { code, stdout, stderr } = await bench.run([
    'mcp',
    'serve',
    '--server-url',
    'https://example.com/mcp',
    adminKey,
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toContain(adminKey);
});
