import { existsSync, readFileSync, statSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createMcpBench, type McpBench, toolServer } from '../mcp-bench.ts';

// Some tests start processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

let bench: McpBench;

beforeEach(() => {
  bench = createMcpBench();
});

const withHome = () => ({ env: { HOME: bench.at('home') } });

describe('mcp servers', () => {
  test('shows how it stands with each, also with one that is dead', async () => {
    bench.servers({ demo: toolServer(), dead: { command: '/nowhere/at/all' } });
    const { code, stdout, stderr } = await bench.run(['mcp', 'servers']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^demo +ready +2026-07-28 +6 .*mcp\.json:1$/m);
    expect(stdout).toMatch(/^dead +failed /m);
    expect(stderr).toContain('(server_unreachable)');
    expect(await bench.json(['mcp', 'servers'])).toMatchObject({
      servers: [
        { id: 'demo', state: 'ready', protocol_version: '2026-07-28', server_name: 'tool-server', tool_count: 6 },
        { id: 'dead', state: 'failed', problem: { code: 'server_unreachable' } },
      ],
    });
  });

  test('--offline starts nothing', async () => {
    bench.servers({ demo: toolServer({ TOOL_SERVER_LOG: bench.log.file }) });
    expect((await bench.run(['mcp', 'servers', '--offline'])).stdout).toMatch(/^demo +idle /m);
    expect(bench.log.lines()).toEqual([]);
  });

  test('a bad entry is named by file, line and member', async () => {
    bench.write(
      'config/mcp.json',
      '{\n  "servers": {\n    "bad": { "command": 7 },\n    "demo": {"command": "x"}\n  }\n}',
    );
    const { stderr } = await bench.run(['mcp', 'servers', '--offline']);
    const sentence = 'mcp.json:3: servers.bad.command: It must be a text.';
    expect(stderr).toContain(sentence);
    expect(await bench.json(['mcp', 'servers', '--offline'])).toMatchObject({
      problems: [{ server: 'bad', code: 'broken_config', message: expect.stringContaining(sentence) as string }],
    });
  });
});

describe('mcp test', () => {
  test('says each step', async () => {
    bench.servers({ demo: toolServer() });
    const { code, stdout } = await bench.run(['mcp', 'test', 'demo']);
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(':')[0])).toEqual([
      'ok  found',
      'ok  connected',
      'ok  listed',
      '',
    ]);
    expect(stdout).toContain('tool-server 1.2.3, protocol 2026-07-28');
    expect(await bench.json(['mcp', 'test'])).toMatchObject({ server: 'demo', steps: [{}, {}, { detail: '6 tools' }] });
  });

  test('ends at the first step that fails', async () => {
    bench.servers({ dead: { command: '/nowhere/at/all' } });
    const { code, stdout, stderr } = await bench.run(['mcp', 'test', 'dead']);
    expect(code).toBe(5);
    expect(stdout).toMatch(/^ok {2}found[^\n]*\n$/);
    expect(stderr).toContain('(server_unreachable)');
  });

  test('shows the last words of a program that ends', async () => {
    const script = 'console.error("no configuration here"); process.exit(3)';
    bench.servers({ ends: { command: process.execPath, args: ['-e', script] } });
    const { code, stderr } = await bench.run(['mcp', 'test']);
    expect(code).toBe(5);
    expect(stderr).toContain('The process ended with the code 3.\n  no configuration here\n');
  });

  test('one of several must be named', async () => {
    bench.servers({ one: toolServer(), two: toolServer() });
    expect(await bench.run(['mcp', 'test'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('mcp config', () => {
  test('prints what was found where, and no secret', async () => {
    bench.servers({ a: { command: 'npx', args: ['--token', 'canary-0123456789'], env: { KEY: 'canary-value-0123' } } });
    bench.write('home/.cursor/mcp.json', {
      mcpServers: {
        a: { command: 'x' },
        b: { url: 'https://example.com/mcp?key=canary', headers: { 'X-Key': 'canary' } },
      },
    });
    const { code, stdout, stderr } = await bench.run(['mcp', 'config'], withHome());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^a +stdio .*with KEY$/m);
    expect(stdout).toMatch(/^b +http +https:\/\/example\.com\/mcp +with X-Key$/m);
    expect(stdout).toContain('has one of this name');
    const json = await bench.run(['mcp', 'config', '--json'], withHome());
    expect(JSON.parse(json.stdout)).toMatchObject({
      files: [
        { scope: 'own', servers: [{ id: 'a', used: true, variables: ['KEY'] }] },
        { servers: [{ used: false }, {}] },
      ],
    });
    expect(stdout + stderr + json.stdout).not.toContain('canary');
  });

  test('a machine without any file is told so', async () => {
    expect(await bench.run(['mcp', 'config'], withHome())).toMatchObject({
      code: 0,
      stdout: 'There is no file of servers.\n',
    });
  });

  test.each(['claude-desktop', 'vscode', 'cursor', 'claude-code'])(
    '--client %s prints what starts the bridge',
    async (client) => {
      const { code, stdout } = await bench.run(['mcp', 'config', '--client', client, '--gateway']);
      expect(code).toBe(0);
      // WICKETGATE_URL of this shell is unknown to that program.
      const { servers, mcpServers } = JSON.parse(stdout) as { servers?: object; mcpServers?: object };
      expect(servers ?? mcpServers).toMatchObject({
        wicketgate: {
          command: 'wicketgate',
          args: ['mcp', 'serve', '--gateway', '--url', 'https://gateway.example.com'],
        },
      });
    },
  );

  test('a named file that is not there is told of', async () => {
    const { code, stderr } = await bench.run(['mcp', 'config', '--file', 'nowhere.json']);
    expect(code).toBe(1);
    expect(stderr).toContain('nowhere.json');
  });
});

describe("a project's file", () => {
  const entry = () => ({ servers: { demo: toolServer({ TOOL_SERVER_LOG: bench.log.file }) } });

  test('starts nothing until it was allowed, and nothing else after a change', async () => {
    bench.write('project/.vscode/mcp.json', entry());
    const shut = await bench.run(['tools', 'list']);
    expect(shut.code).toBe(4);
    expect(shut.stderr).toContain('Those of this folder wait for `wicketgate mcp allow`: ');
    expect((await bench.run(['mcp', 'test', 'demo'])).stderr).toMatch(
      /The server demo is in .*mcp\.json, which was not allowed/,
    );
    expect((await bench.run(['mcp', 'config'])).stdout).toContain('not allowed');
    expect((await bench.run(['mcp', 'allow'])).code).toBe(2);
    const asked = await bench.run(['mcp', 'allow', '.vscode/mcp.json'], { answers: ['y'] });
    expect(asked.code).toBe(0);
    expect(asked.stderr).toContain('fixtures/tool-server.ts');
    expect(bench.log.lines()).toEqual([]);
    expect((await bench.run(['tools', 'list'])).code).toBe(0);
    expect(bench.log.lines()).toEqual(['start']);

    bench.write('project/.vscode/mcp.json', { servers: { ...entry().servers, other: { command: 'x' } } });
    expect((await bench.run(['tools', 'list'])).code).toBe(4);
  });

  test('is used as it is when it is named', async () => {
    bench.write('project/.mcp.json', { mcpServers: entry().servers });
    const { code, stdout } = await bench.run(['tools', 'list', '--file', '.mcp.json', '--detail', 'name']);
    expect(code).toBe(0);
    expect(stdout).toContain('demo/echo');
  });

  test('is not there: told as such', async () => {
    expect(await bench.run(['mcp', 'allow'])).toMatchObject({ code: 4, stdout: '' });
    bench.write('project/.mcp.json', { mcpServers: entry().servers });
    expect((await bench.run(['mcp', 'allow', 'other.json', '--yes'])).code).toBe(4);
  });
});

describe('inputs', () => {
  beforeEach(() => {
    bench.write('config/mcp.json', {
      inputs: [{ type: 'promptString', id: 'a-key', description: 'The key', password: true }],
      servers: { demo: { ...toolServer(), env: { KEY: '${input:a-key}' } }, other: { command: 'x' } },
    });
  });
  const argv = ['tools', 'list', '--server', 'demo'];

  test('are asked for where somebody can be asked, and only for a server in question', async () => {
    const { code, stderr } = await bench.run(argv, { answers: ['typed'] });
    expect(code).toBe(0);
    expect(stderr).toContain('The key (what you type is not shown): ');
    const { stderr: other } = await bench.run(['mcp', 'servers', '--offline', '--server', 'other'], { answers: [] });
    expect(other).not.toContain('The key');
  });

  test('come from the environment in a script, and are told of when they are missing', async () => {
    expect((await bench.run(argv, { env: { MCP_INPUT_A_KEY: 'x' } })).code).toBe(0);
    const { code, stderr } = await bench.run(argv);
    expect(code).toBe(4);
    expect(stderr).toContain('Give it in MCP_INPUT_A_KEY.');
  });
});

describe('mcp add and remove', () => {
  const own = () =>
    JSON.parse(readFileSync(bench.at('config/mcp.json'), 'utf8')) as { servers: Record<string, object> };

  test('write a program with the names of its variables, for the owner alone', async () => {
    const { command, args } = toolServer();
    const added = await bench.run(['mcp', 'add', 'demo', '--pass-env', 'KEY', '--', command, ...args]);
    expect(added.code).toBe(0);
    expect(own().servers['demo']).toEqual({ type: 'stdio', command, args, env: { KEY: '${env:KEY}' } });
    expect(statSync(bench.at('config/mcp.json')).mode & 0o077).toBe(0);
    expect((await bench.run(['mcp', 'test', 'demo'], { env: { KEY: 'x' } })).code).toBe(0);
    expect(await bench.json(['mcp', 'remove', 'demo'])).toMatchObject({ id: 'demo', removed: true });
    expect(own().servers).toEqual({});
    expect((await bench.run(['mcp', 'remove', 'demo'])).code).toBe(4);
  });

  test('say that an entry took the place of another', async () => {
    expect((await bench.run(['mcp', 'add', 'demo', '--', 'x'])).stdout).not.toContain('in the place of');
    expect((await bench.run(['mcp', 'add', 'demo', '--', 'y'])).stdout).toContain(
      ', in the place of the one that was there.',
    );
  });

  test('write an address with the name of its variable, or with the credential', async () => {
    const url = 'https://docs.example.com/mcp';
    await bench.run(['mcp', 'add', 'docs', '--server-url', url, '--token-env', 'DOCS_TOKEN']);
    await bench.run(['mcp', 'add', 'own', '--server-url', 'https://gateway.example.com/mcp', '--credential']);
    expect(own().servers).toEqual({
      docs: { type: 'http', url, headers: { Authorization: 'Bearer ${env:DOCS_TOKEN}' } },
      own: { type: 'http', url: 'https://gateway.example.com/mcp', credential: 'wicketgate' },
    });
  });

  test.each([
    [['demo']],
    [['a b', '--', 'x']],
    [['demo', '--server-url', 'https://example.com', '--', 'x']],
    [['demo', '--server-url', 'http://example.com']],
    [['demo', '--server-url', 'https://elsewhere.example.com', '--credential']],
    [['demo', '--credential', '--', 'x']],
    [['demo', '--server-url', 'https://example.com', '--pass-env', 'A']],
    [['demo', '--server-url', 'https://gateway.example.com', '--credential', '--token-env', 'A']],
  ])('%j is wrong usage, and writes nothing', async (words) => {
    expect((await bench.run(['mcp', 'add', ...words])).code).toBe(2);
    expect(existsSync(bench.at('config/mcp.json'))).toBe(false);
  });

  test('leave a file alone that is broken', async () => {
    bench.write('config/mcp.json', '{ "servers": ');
    const { code } = await bench.run(['mcp', 'add', 'demo', '--', 'x']);
    expect(code).toBe(78);
    expect(readFileSync(bench.at('config/mcp.json'), 'utf8')).toBe('{ "servers": ');
  });
});

test('completion offers the servers and the tools that are remembered, and starts nothing', async () => {
  bench.servers({ demo: toolServer({ TOOL_SERVER_LOG: bench.log.file }) });
  await bench.run(['tools', 'list']);
  const { stdout } = await bench.run(['completion', 'bash']);
  expect(stdout).toContain("'/tools/call') words='demo/crash demo/echo ");
  expect(stdout).toContain("'/tools/list --server') COMPREPLY=($(compgen -W 'demo'");
  expect(bench.log.lines()).toEqual(['start']);
});
