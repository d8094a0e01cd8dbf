import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FoundFile, readServerConfig, type ServerConfigOptions } from '../../src/node/config-files.ts';

function room() {
  const folder = mkdtempSync(join(tmpdir(), 'wicketgate-config-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (name: string, content: unknown) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const options = { cwd: join(folder, 'project'), home: join(folder, 'home'), platform: 'linux', env: {} };
  mkdirSync(options.cwd);
  const read = (more: Partial<ServerConfigOptions> = {}) => readServerConfig({ ...options, ...more });
  return { folder, write, read };
}

const program = (command: string) => ({ command });

test('a machine without any file has no servers and no problems', async () => {
  expect(await room().read()).toEqual({ files: [], servers: [], shadowed: [], problems: [] });
});

test('the own file comes before those of other programs, and of one id the first is used', async () => {
  const { write, read } = room();
  const ownFile = write('config/mcp.json', { servers: { a: program('own') } });
  write('home/.cursor/mcp.json', { mcpServers: { a: program('cursor'), b: program('cursor') } });
  write('home/.config/Claude/claude_desktop_config.json', { mcpServers: { b: program('claude') } });
  const config = await read({ ownFile });
  expect(config.servers.map(({ id, launch }) => [id, 'command' in launch && launch.command])).toEqual([
    ['a', 'own'],
    ['b', 'claude'],
  ]);
  expect(config.shadowed.map(({ server, by }) => [server.id, server.format, by.format])).toEqual([
    ['a', 'cursor', 'wicketgate'],
    ['b', 'cursor', 'claude-desktop'],
  ]);
});

test.each(['.vscode/mcp.json', '.mcp.json', '.cursor/mcp.json'])(
  "a project's %s is known, and used only once its very content was allowed",
  async (name) => {
    const { write, read, folder } = room();
    const document = (command: string) => ({ servers: { a: program(command) }, mcpServers: { a: program(command) } });
    write(`project/${name}`, document('x'));
    const withheld = await read();
    expect(withheld).toMatchObject({
      servers: [],
      files: [{ scope: 'project', withheld: true, servers: [{ id: 'a' }] }],
    });
    const seen: FoundFile[] = [];
    const isAllowed = (file: FoundFile) => Promise.resolve(file.digest === withheld.files[0]?.digest);
    await read({ isAllowed: async (file) => isAllowed(file).finally(() => seen.push(file)) });
    expect(seen).toEqual([{ file: join(folder, 'project', name), digest: withheld.files[0]?.digest }]);
    expect((await read({ isAllowed })).servers).toMatchObject([{ id: 'a', launch: { cwd: join(folder, 'project') } }]);
    write(`project/${name}`, document('y'));
    expect((await read({ isAllowed })).servers).toEqual([]);
  },
);

test('named files are used as they are, and no other is looked for', async () => {
  const { write, read, folder } = room();
  write('home/.cursor/mcp.json', { mcpServers: { cursor: program('x') } });
  write('other/.vscode/mcp.json', { servers: { a: { command: 'x', args: ['${workspaceFolder}'] } } });
  write('project/list.json', { mcpServers: { b: program('y') } });
  const config = await read({ files: ['../other/.vscode/mcp.json', 'list.json'] });
  expect(config.files.map(({ scope, withheld }) => [scope, withheld])).toEqual([
    ['named', false],
    ['named', false],
  ]);
  expect(config.servers).toMatchObject([
    { id: 'a', launch: { args: [join(folder, 'other')], cwd: join(folder, 'other') } },
    { id: 'b', format: 'cursor' },
  ]);
});

test('a named file cannot ask for the credential, the own one can under its name as well', async () => {
  const { write, read } = room();
  const document = { servers: { a: { url: 'https://example.com', credential: 'wicketgate' } } };
  const file = write('config/mcp.json', document);
  expect((await read({ files: [file] })).problems).toMatchObject([{ member: 'servers.a.credential' }]);
  expect((await read({ files: [file], ownFile: file })).servers).toMatchObject([{ id: 'a' }]);
});

test('a named file that is not there is an error', async () => {
  await expect(room().read({ files: ['nowhere.json'] })).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each([
  ['no UTF-8', (file: string) => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x7b]))],
  ['a folder', (file: string) => mkdirSync(file)],
] as const)('a file that is %s is a problem, and costs no other', async (_, make) => {
  const { write, read, folder } = room();
  write('home/.cursor/mcp.json', { mcpServers: { good: program('x') } });
  make(join(folder, 'home', '.claude.json'));
  const { servers, problems } = await read();
  expect(servers.map(({ id }) => id)).toEqual(['good']);
  expect(problems).toMatchObject([{ file: join(folder, 'home', '.claude.json'), member: '' }]);
});

test('an envFile stands beneath env, and one that is not there costs its server', async () => {
  const { write, read } = room();
  write('project/.env', 'A=from-file\nB="from file"\n');
  const servers = {
    good: { command: 'x', envFile: '${workspaceFolder}/.env', env: { A: 'from-entry' } },
    bad: { command: 'x', envFile: 'nowhere' },
  };
  write('project/.vscode/mcp.json', { servers });
  const config = await read({ isAllowed: () => Promise.resolve(true) });
  const [good] = config.servers;
  const env = good?.launch.transport === 'stdio' ? good.launch.env : {};
  expect(Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.reveal()]))).toEqual({
    A: 'from-entry',
    B: 'from file',
  });
  expect(config.servers).toHaveLength(1);
  expect(config.problems).toMatchObject([{ server: 'bad', message: 'Its envFile cannot be read (ENOENT).' }]);
});

test('an envFile that never ends, or is no file, costs its server and does not hang', async () => {
  const { write, read, folder } = room();
  const ownFile = write('config/mcp.json', {
    servers: {
      endless: { command: 'x', envFile: '/dev/zero' },
      folder: { command: 'x', envFile: folder },
      large: { command: 'x', envFile: write('large.env', `A=${'x'.repeat(1_048_576)}`) },
      fits: { command: 'x', envFile: write('fits.env', `A=${'x'.repeat(1_048_573)}\n`) },
    },
  });
  const { servers, problems } = await read({ ownFile });
  expect(servers.map(({ id }) => id)).toEqual(['fits']);
  expect(problems.map(({ server, message }) => [server, message])).toEqual([
    ['endless', 'Its envFile cannot be read (no plain file).'],
    ['folder', 'Its envFile cannot be read (no plain file).'],
    ['large', 'Its envFile cannot be read (more than 1048576 bytes).'],
  ]);
});
