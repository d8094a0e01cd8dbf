import path from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { wicketgateProgram } from '../src/command.ts';
import { installMcpPrograms } from '../src/mcp/fixture.ts';
import { inspect, type Inspector } from '../src/mcp/inspector.ts';
import { referenceServers } from '../src/mcp/reference-servers.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const cleanup = createCleanup();
let inspector: Inspector;

beforeAll(async () => {
  const installed = await installMcpPrograms();
  const home = await temporaryFolder('bridge', cleanup);
  const [files, servers, config] = [
    path.join(home, 'files'),
    path.join(home, 'mcp.json'),
    path.join(home, 'bridge.json'),
  ];
  await mkdir(files);
  const upstreams = referenceServers({ installed, folder: files, memoryFile: path.join(home, 'memory.jsonl') });
  await writeFile(servers, JSON.stringify({ mcpServers: upstreams }));
  const bridge = {
    command: process.execPath,
    args: [wicketgateProgram, 'mcp', 'serve', '--file', servers],
    env: { WICKETGATE_CONFIG_DIR: path.join(home, 'config') },
  };
  await writeFile(config, JSON.stringify({ mcpServers: { bridge } }));
  inspector = { installed, config, home };
});

afterAll(() => cleanup.release());

describe.each(['legacy', 'modern'] as const)('`wicketgate mcp serve` under the inspector, %s', (era) => {
  test('offers the tools of three servers under one name each', async () => {
    const { code, answer } = await inspect(inspector, era, ['--method', 'tools/list']);
    const { result } = answer as { result: { tools: readonly { name: string }[] } };
    expect({ code, count: result.tools.length }).toEqual({ code: 0, count: 13 + 14 + 9 });
    const names = result.tools.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['everything__echo', 'files__read_text_file', 'memory__read_graph']));
  });

  test('passes a call on, and its result back', async () => {
    const call = ['--method', 'tools/call', '--tool-name', 'everything__get-sum', '--tool-arg', 'a=2', 'b=3'];
    const { code, answer } = await inspect(inspector, era, call);
    expect(code).toBe(0);
    expect(answer).toMatchObject({ result: { content: [{ type: 'text', text: 'The sum of 2 and 3 is 5.' }] } });
  });

  test('says that there is no such tool', async () => {
    const { code } = await inspect(inspector, era, ['--method', 'tools/call', '--tool-name', 'everything__nothing']);
    expect(code).toBe(5);
  });
});
