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
  readonly changes: () => number;
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
  const listChanged = { tools: { autoRefresh: false, debounceMs: 0, onChanged } };
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation, listChanged });
  const [command = '', ...args] = commandLine(['mcp', 'serve', ...argv]);
  const transport = new StdioClientTransport({ command, args, env: environment(env), stderr: 'pipe' });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  onTestFinished(() => client.close());
  await client.connect(transport);
  return { client, stderr: () => stderr, changes: () => changes };
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
