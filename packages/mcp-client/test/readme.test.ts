import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as index from '../src/index.ts';
import * as loader from '../src/loader.ts';
import { startHttpHost } from './mcp-servers/http-host.ts';
import { createIssueServer } from './mcp-servers/issue-server.ts';
import { createPerson, startHouse } from './services/auth/oidc-house.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = await readFile(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');
const named = [...readme.matchAll(/^\| (`.*?`)\s*\|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`(\w+)[^`]*`/g)].map(([, name = '']) => name),
);
const stdioProgram = fileURLToPath(new URL('./mcp-servers/stdio-program.ts', import.meta.url));

interface RunOptions {
  /** Address of the server. */
  readonly url?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A package that has everything which the block imports. Default: this one. */
  readonly from?: string;
  readonly onText?: (said: string) => void;
}

/** Runs a block as it stands: only the address, the program and the folders are those of the test. */
async function run(block = '', { url = '', env = {}, from = root, onText = () => undefined }: RunOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'wicketgate-mcp-readme-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = [process.execPath, '--conditions=@wicketgate/source', stdioProgram];
  const code = block
    .replaceAll('http://127.0.0.1:9001/mcp', url)
    .replace(
      "command: 'npx', args: ['@modelcontextprotocol/server-filesystem', '.']",
      `command: '${program[0]}', args: ${JSON.stringify(program.slice(1))}`,
    )
    .replaceAll(/folder: '(\w+)'/g, (_, name: string) => `folder: '${join(folder, name)}'`);
  const args = ['--conditions=@wicketgate/source', '--input-type=module-typescript', '-e', code];
  const options = { cwd: from, env: { PATH: process.env['PATH'], ...env }, timeout: 30_000 };
  const running = promisify(execFile)(process.execPath, args, options);
  listen(running.child, onText);
  const { stdout, stderr } = await running;
  expect(stderr).toBe('');
  return stdout;
}

function listen(child: ChildProcess, onText: (said: string) => void): void {
  child.stdout?.on('data', (said: Buffer) => onText(said.toString()));
}

async function startIssues(token?: string) {
  const host = await startHttpHost({
    era: 'both',
    server: createIssueServer,
    intercept: ({ headers }, response) => {
      if (token === undefined || headers.authorization === `Bearer ${token}`) return false;
      response.writeHead(401).end();
      return true;
    },
  });
  onTestFinished(() => host.stop());
  return host;
}

/** What the compiler says; nothing when all is well. */
async function complaintsOf(args: readonly string[]): Promise<string> {
  const compiler = join(root, '../../node_modules/typescript-7/bin/tsc');
  try {
    return (await promisify(execFile)(process.execPath, [compiler, ...args])).stdout;
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}

/** Names of the members of an exported interface. */
async function membersOf(file: string, name: string): Promise<string[]> {
  const source = await readFile(join(root, 'src', file), 'utf8');
  const [, body = ''] = new RegExp(String.raw`^export interface ${name} \{(.*?)^\}`, 'ms').exec(source) ?? [];
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[<(:]/gm)].map(([, member = '']) => member);
}

describe('The README', () => {
  it('has ten lines that work as they stand, over two servers', async () => {
    const [lines = ''] = blocks;
    expect(lines.trim().split('\n').length).toBeLessThanOrEqual(10);
    const { url } = await startIssues();
    expect(await run(lines, { url })).toBe(
      "issues/create_issue [ { type: 'text', text: 'created: The build is broken' } ]\n",
    );
  });

  it('gives a token of the environment to a server', async () => {
    const { url } = await startIssues('of-the-environment');
    const printed = await run(blocks[1], { url, env: { ISSUES_TOKEN: 'of-the-environment' } });
    expect(printed).toBe("[ { type: 'text', text: 'no open issues' } ]\n");
  });

  it('signs a person in with a browser', async () => {
    const handler = createMcpHandler(createIssueServer, { keepAliveMs: 0 });
    const serve = toNodeHandler(handler);
    const { resource } = await startHouse((request, response) =>
      serve(request as Parameters<typeof serve>[0], response),
    );
    const person = createPerson();
    const printed = await run(blocks[2], {
      url: resource,
      // The command has every package that the block imports.
      from: join(root, '../cli'),
      onText: (said) => {
        const [, page] = /^Open (\S+)/.exec(said) ?? [];
        if (page !== undefined) void person.goOn(page);
      },
    });
    expect(printed).toMatch(/^Open http:\S+\n\[ \{ type: 'text', text: 'no open issues' \} \]\n$/);
  });

  it('asks a policy and a hook, and remembers approvals, listings and agreements', async () => {
    const { url } = await startIssues();
    expect(await run(blocks[3], { url })).toBe(
      "[ 'issues/create_issue ready', 'issues/list_issues ready' ]\napproval_denied\n",
    );
  });

  it('gives a model tools, and takes its calls', async () => {
    const { url } = await startIssues();
    const printed = await run(blocks[4], { url });
    expect(printed).toMatch(/^\[\s+'search_tools',\s+'describe_tools',\s+'call_tool',\s+'issues__create_issue'/);
    expect(printed).toContain("tool_use_id: 'call-1'");
    expect(printed).toContain('created: The build is broken');
  });

  it('finds a tool by a request in words, and none for what no tool answers', async () => {
    const printed = await run(blocks[5]);
    expect(printed).toContain("id: 'issues/create_issue'");
    expect(printed).toMatch(/\nnone\n$/);
  });

  it('answers over HTTP, to each what a policy leaves him', async () => {
    expect(blocks).toHaveLength(7);
    const { url } = await startIssues();
    const printed = await run(blocks[6], { url });
    expect(printed).toBe(
      "{\n  tools: [ { name: 'issues__list_issues' } ],\n  problems: [],\n  under_way: []\n}\n" +
        "[ { type: 'text', text: 'no open issues' } ]\nunknown_tool\n",
    );
  });

  it('compiles in strict mode', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wicketgate-mcp-readme-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const files = blocks.map((_, at) => `block-${at}.ts`);
    for (const [at, block] of blocks.entries()) await writeFile(join(folder, files[at] ?? ''), block);
    const source = (name: string) => join(root, '..', name);
    const paths = {
      '@wicketgate/mcp-client': [source('mcp-client/src/index.ts')],
      '@wicketgate/mcp-client/*': [source('mcp-client/src/*.ts')],
      '@wicketgate/core/*': [source('core/src/*.ts')],
      '@wicketgate/secrets/node': [source('secrets/src/node.ts')],
    };
    const types = { types: ['node'], typeRoots: [join(root, '../../node_modules/@types')] };
    const modules = { module: 'nodenext', customConditions: ['@wicketgate/source'], paths };
    const checks = { strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true };
    const compilerOptions = { ...checks, target: 'es2024', lib: ['es2024', 'dom', 'esnext'], ...types, ...modules };
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    expect(await complaintsOf(['-p', folder])).toBe('');
  });

  it('names every error code, option, call, strategy and shape', async () => {
    for (const code of index.MCP_ERROR_CODES) expect(named).toContain(code);
    for (const strategy of loader.LOADING_STRATEGIES) expect(named).toContain(strategy);
    const interfaces = [
      ['services/client/client-options.ts', 'MCPToolClientOptions'],
      ['services/client/client-options.ts', 'ServerSettings'],
      ['services/client/client-options.ts', 'CustomServer'],
      ['words/server-options.ts', 'StdioServer'],
      ['words/server-options.ts', 'HttpServer'],
      ['words/result-budget.ts', 'ResultBudget'],
      ['words/loader-options.ts', 'LoaderOptions'],
      ['words/tools-handler.ts', 'ToolsHandlerOptions'],
    ] as const;
    for (const [file, name] of interfaces) {
      const members = await membersOf(file, name);
      expect(members.length, name).toBeGreaterThanOrEqual(2);
      expect(named, name).toEqual(expect.arrayContaining(members));
    }
    const oauth = await membersOf('services/auth/oauth-options.ts', 'OAuthProviderOptions');
    const platform = ['clock', 'random', 'logger'];
    expect(named).toEqual(expect.arrayContaining(oauth.filter((option) => !platform.includes(option))));
    const calls = Object.getOwnPropertyNames(index.MCPToolClient.prototype).filter((name) => name !== 'constructor');
    expect(named).toEqual(expect.arrayContaining(calls));
    const shapes = Object.keys(loader).filter((name) => /^(?:to|parse)[A-Z]/.test(name));
    for (const shape of shapes) expect(readme).toContain(`\`${shape}\``);
  });
});
