import { Secret } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { MOST_SERVERS, parseConfigFile } from '../../../src/rules/config-files/parse-config-file.ts';
import { toServerTarget } from '../../../src/rules/config-files/server-target.ts';
import type { ConfigFormat } from '../../../src/words/server-config.ts';

const variables = {
  env: { TOKEN: 'canary-of-the-environment' },
  userHome: '/people/me',
  workspaceFolder: '/code/project',
  pathSeparator: '/',
  inputs: {},
} as const;

function parse(text: string | object, format: ConfigFormat = 'vscode', more: object = {}) {
  const source = typeof text === 'string' ? text : JSON.stringify(text);
  return parseConfigFile(source, { file: 'mcp.json', format, variables: { ...variables, ...more } });
}

test('the file of VS Code, with comments, trailing commas and a byte order mark', () => {
  const { servers, problems } = parse(`\ufeff{
    // what the project needs
    "servers": {
      "files": { "type": "stdio", "command": "npx", "args": ["-y", "files", "\${workspaceFolder}"], "env": { "DEPTH": 3 } },
      "docs": { "type": "http", "url": "https://docs.example.com/mcp", "headers": { "X-Team": "a" } },
      "old": { "type": "sse", "url": "http://127.0.0.1:3000/sse" },
    },
  }`);
  expect(problems).toEqual([]);
  expect(servers.map(({ id, line }) => [id, line])).toEqual([
    ['files', 4],
    ['docs', 5],
    ['old', 6],
  ]);
  expect(servers.map(toServerTarget)).toEqual([
    { transport: 'stdio', command: 'npx', args: ['-y', 'files', '/code/project'], env: { DEPTH: '3' } },
    { transport: 'http', url: 'https://docs.example.com/mcp', headers: { 'X-Team': 'a' } },
    { transport: 'sse', url: 'http://127.0.0.1:3000/sse', headers: {} },
  ]);
});

test.each(['claude-desktop', 'claude-code', 'cursor'] as const)('the file of %s', (format) => {
  const document = {
    mcpServers: { 'My files': { command: 'npx', args: ['files'] }, docs: { url: 'https://docs.example.com/mcp' } },
  };
  const { servers } = parse(document, format);
  expect(servers.map(({ id, name, launch }) => [id, name, launch.transport])).toEqual([
    ['My-files', 'My files', 'stdio'],
    ['docs', 'docs', 'http'],
  ]);
});

test('Claude Code keeps servers of one project in its own file, under its folder', () => {
  const here = { mcpServers: { here: { command: 'a' } } };
  const document = { mcpServers: { all: { command: 'b' } }, projects: { '/code/project': here, '/elsewhere': here } };
  expect(parse(document, 'claude-code').servers.map(({ id }) => id)).toEqual(['all', 'here']);
});

test('a bad entry is named by line and member, and costs only itself', () => {
  const { servers, problems } = parse(`{
  "servers": {
    "one": { "command": 7 },
    "two": { "url": "ftp://example.com" },
    "three": { "command": "x", "url": "https://example.com" },
    "four": {},
    "five": { "type": "grpc", "command": "x" },
    "six": { "command": "x", "args": ["a",
      7] },
    "seven": { "command": "x", "env": {
      "KEY": { "nested": true } } },
    "eight": "x",
    "nine": { "url": "https://example.com", "headers": { "a b": "x" } },
    "***": { "command": "x" },
    "good": { "command": "x" }
  }
}`);
  expect(servers.map(({ id }) => id)).toEqual(['good']);
  expect(problems.map(({ line, member, server }) => [line, member, server])).toEqual([
    [3, 'servers.one.command', 'one'],
    [4, 'servers.two.url', 'two'],
    [5, 'servers.three', 'three'],
    [6, 'servers.four', 'four'],
    [7, 'servers.five.type', 'five'],
    [9, 'servers.six.args.1', 'six'],
    [11, 'servers.seven.env.KEY', 'seven'],
    [12, 'servers.eight', 'eight'],
    [13, 'servers.nine.headers', 'nine'],
    [14, 'servers.***', undefined],
  ]);
});

test.each([
  ['{ "servers": { "a": } }', 1],
  ['{\n  "servers": {}\n', 3],
  ['[]', 1],
  ['', 1],
])('%j is a problem of the whole file', (text, line) => {
  expect(parse(text)).toMatchObject({ servers: [], problems: [{ line, member: '' }] });
});

test('a list of servers that is no object is told of', () => {
  expect(parse({ servers: [] }).problems).toMatchObject([{ member: 'servers' }]);
});

test.each([
  ['http://example.com/mcp', 'another machine without https'],
  ['https://me:secret@example.com/mcp', 'a password in the address'],
  ['not a url', 'no address'],
])('%s is refused: %s', (url) => {
  const { problems } = parse({ servers: { a: { url } } });
  expect(problems).toMatchObject([{ member: 'servers.a.url' }]);
  expect(JSON.stringify(problems)).not.toContain('secret');
});

test('no message and no print of a server holds a value that may be secret', () => {
  const canary = 'canary-0123456789abcdef';
  const header = (value: string) => ({ url: 'https://example.com', headers: { 'X-Key': value } });
  const { servers, problems } = parse({
    servers: {
      good: header(canary),
      program: { command: 'x', env: { KEY: canary } },
      newline: header(`${canary}\n`),
      zero: { command: 'x', env: { KEY: `${canary}\0` } },
      argument: { command: 'x', args: [`${canary}\0`] },
      missing: header(`${canary}\${env:NOT_SET}`),
      listed: { command: 'x', env: [canary] },
    },
  });
  expect(servers.map(({ id }) => id)).toEqual(['good', 'program']);
  expect(problems).toHaveLength(5);
  expect(JSON.stringify([servers, problems])).not.toContain(canary);
});

test('a bearer token becomes a credential, another scheme stays a header', async () => {
  const { servers } = parse({
    servers: {
      bearer: { url: 'https://example.com', headers: { authorization: 'Bearer ${env:TOKEN}', 'X-A': 'b' } },
      basic: { url: 'https://example.com', headers: { Authorization: 'Basic abc' } },
    },
  });
  const [bearer, basic] = servers.map(toServerTarget);
  if (bearer?.transport === 'stdio' || bearer === undefined) throw new Error('It is an address.');
  expect(bearer.headers).toEqual({ 'X-A': 'b' });
  expect(await bearer.credential?.credential()).toEqual(new Secret('canary-of-the-environment'));
  expect((await bearer.credential?.credential())?.reveal()).toBe('canary-of-the-environment');
  expect(basic).toMatchObject({ headers: { Authorization: 'Basic abc' } });
});

test('what a server is can be shown without what its variables hold', () => {
  const { servers } = parse({
    servers: {
      a: { command: 'npx', args: ['--token', '${env:TOKEN}'] },
      b: { url: 'https://example.com/${env:TOKEN}/mcp?key=${env:TOKEN}' },
    },
  });
  expect(servers.map(({ written }) => written)).toEqual([
    'npx --token ${env:TOKEN}',
    'https://example.com/${env:TOKEN}/mcp',
  ]);
});

test('inputs are declared, asked for by id, and filled in', () => {
  const document = {
    inputs: [
      { type: 'promptString', id: 'key', description: 'The key', password: true },
      { type: 'pickString', id: 'place', options: ['eu', { label: 'US', value: 'us' }] },
      { type: 'promptString' },
    ],
    servers: { a: { url: 'https://example.com', headers: { 'X-Key': '${input:key}' } } },
  };
  const before = parse(document);
  expect(before.inputs).toEqual([
    { id: 'key', description: 'The key', isSecret: true, options: undefined },
    { id: 'place', description: 'place', isSecret: false, options: ['eu', 'us'] },
  ]);
  expect(before.problems).toMatchObject([{ server: 'a', input: 'key', member: 'servers.a.headers.X-Key' }]);
  const [server] = parse(document, 'vscode', { inputs: { key: new Secret('typed') } }).servers;
  expect(server && toServerTarget(server)).toMatchObject({ headers: { 'X-Key': 'typed' } });
});

test('only the own file may ask for the credential of the person', () => {
  const document = (root: string) => ({ [root]: { a: { url: 'https://example.com', credential: 'wicketgate' } } });
  expect(parse(document('servers'), 'wicketgate').servers).toMatchObject([{ launch: { credential: 'wicketgate' } }]);
  for (const format of ['vscode', 'cursor', 'claude-code', 'claude-desktop'] as const) {
    const root = format === 'vscode' ? 'servers' : 'mcpServers';
    expect(parse(document(root), format)).toMatchObject({
      servers: [],
      problems: [{ member: `${root}.a.credential` }],
    });
  }
});

test.each([
  [{ url: 'https://example.com', credential: 'other' }],
  [{ url: 'https://example.com', credential: 'wicketgate', headers: { authorization: 'Bearer x' } }],
  [{ command: 'x', credential: 'wicketgate' }],
  [{ url: 'https://example.com', credental: 'wicketgate' }],
])('the own file refuses %j', (entry) => {
  expect(parse({ servers: { a: entry } }, 'wicketgate')).toMatchObject({ servers: [], problems: [{ server: 'a' }] });
});

test('an entry that is switched off is no problem', () => {
  const document = { mcpServers: { a: { command: 7, disabled: true }, b: { command: 'x', disabled: false } } };
  expect(parse(document, 'cursor')).toMatchObject({ servers: [{ id: 'b' }], disabled: ['a'], problems: [] });
});

test('of two entries with one name the last is used and the other told of', () => {
  const { servers, problems } = parse('{"servers":{"a b":{"command":"x"},"a-b":{"command":"y"}}}');
  expect(servers).toMatchObject([{ id: 'a-b', launch: { command: 'y' } }]);
  expect(problems).toMatchObject([{ server: 'a-b', member: 'servers.a b' }]);
});

test.each([
  [MOST_SERVERS - 1, 0],
  [MOST_SERVERS, 0],
  [MOST_SERVERS + 1, 1],
])('of %d entries no more than the limit are read', (count, problems) => {
  const servers = Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, { command: 'x' }]));
  const content = parse({ servers });
  expect(content.servers).toHaveLength(Math.min(count, MOST_SERVERS));
  expect(content.problems).toHaveLength(problems);
});
