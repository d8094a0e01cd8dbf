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

async function read(era: 'legacy' | 'modern', uri: string) {
  const { code, answer } = await inspect(inspector, era, ['--method', 'resources/read', '--uri', uri]);
  const { result } = answer as { result?: { contents: readonly unknown[] } };
  return { code, content: result?.contents[0] };
}

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

  test('passes the resources of the servers that have any on, each under the address of its own', async () => {
    const { code, answer } = await inspect(inspector, era, ['--method', 'resources/list']);
    const { result } = answer as { result: { resources: readonly { uri: string }[] } };
    const uris = result.resources.map(({ uri }) => uri);
    expect(code).toBe(0);
    expect(uris).toEqual(
      expect.arrayContaining(['demo://resource/static/document/features.md', 'memory://knowledge-graph']),
    );
    const graph = await read(era, 'memory://knowledge-graph');
    expect(graph).toMatchObject({ code: 0, content: { uri: 'memory://knowledge-graph' } });
  });

  test('passes templates on, which say whose they are, and reads what is filled in', async () => {
    const { answer } = await inspect(inspector, era, ['--method', 'resources/templates/list']);
    const { result } = answer as { result: { resourceTemplates: readonly { uriTemplate: string }[] } };
    const template = 'wicketgate-resource:everything/demo://resource/dynamic/text/{resourceId}';
    expect(result.resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain(template);
    const uri = template.replace('{resourceId}', '7');
    const text = expect.stringMatching(/^Resource 7: /) as string;
    expect(await read(era, uri)).toEqual({ code: 0, content: { uri, mimeType: 'text/plain', text } });
    expect((await read(era, 'demo://resource/nowhere')).code).toBe(1);
  });

  test('links in results to what can be read', async () => {
    const call = ['--method', 'tools/call', '--tool-name', 'everything__get-resource-links', '--tool-arg', 'count=1'];
    const { answer } = await inspect(inspector, era, call);
    const { result } = answer as { result: { content: readonly { type: string; uri: string }[] } };
    const uri = result.content.find(({ type }) => type === 'resource_link')?.uri ?? '';
    expect(uri).toMatch(/^wicketgate-resource:everything\/demo:/);
    expect(await read(era, uri)).toMatchObject({ code: 0, content: { uri } });
  });

  test('passes prompts on under wire names, and fills them in', async () => {
    const { answer } = await inspect(inspector, era, ['--method', 'prompts/list']);
    const { result } = answer as { result: { prompts: readonly { name: string }[] } };
    expect(result.prompts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['everything__simple-prompt', 'everything__args-prompt']),
    );
    const get = ['--method', 'prompts/get', '--prompt-name', 'everything__args-prompt', '--prompt-args', 'city=Rome'];
    expect(await inspect(inspector, era, get)).toMatchObject({
      code: 0,
      answer: { result: { messages: [{ role: 'user', content: { text: "What's weather in Rome?" } }] } },
    });
  });

  test('says that there is no such tool', async () => {
    const { code } = await inspect(inspector, era, ['--method', 'tools/call', '--tool-name', 'everything__nothing']);
    expect(code).toBe(5);
  });
});
