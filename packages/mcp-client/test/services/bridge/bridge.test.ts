import { toolId, toolWireName } from '@wicketgate/contract';
import { describe, expect, test } from 'vitest';
import { type BridgeLoader, createBridge } from '../../../src/services/bridge/bridge.ts';
import { BridgeRefusal } from '../../../src/services/bridge/bridge-call.ts';
import { McpError } from '../../../src/words/errors.ts';
import type { CatalogTool } from '../../../src/words/tool.ts';
import type { CallOptions, ClientEvent, ToolResult, ToolSource } from '../../../src/words/tool-client.ts';

function tool(name: string, more: Partial<CatalogTool> = {}): CatalogTool {
  const id = toolId('files', name);
  const wireName = toolWireName('files', name);
  const inputSchema = { type: 'object' };
  return { id, server: 'files', name, wireName, hash: '0'.repeat(64), state: 'ready', inputSchema, ...more };
}

const RESULT: ToolResult = {
  tool: 'files/read',
  content: [{ type: 'text', text: 'whole' }],
  structuredContent: undefined,
  isError: false,
  truncated: undefined,
  durationMs: 1,
  attempts: 1,
};

interface Call {
  readonly tool: string;
  readonly args: unknown;
  readonly options: CallOptions | undefined;
}

function source(tools: readonly CatalogTool[], answer: Partial<ToolResult> | Error = {}) {
  const listeners = new Set<(event: ClientEvent) => void>();
  const calls: Call[] = [];
  const state = { tools };
  const toolSource: ToolSource = {
    listTools: () => Promise.resolve({ tools: state.tools, problems: [] }),
    callTool: (name, args, options) => {
      calls.push({ tool: name, args, options });
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ ...RESULT, ...answer });
    },
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const change = () => {
    for (const listener of listeners) listener({ kind: 'tools_changed', server: 'files', changes: [] });
  };
  return { toolSource, calls, change, state, listeners };
}

function loaderOf(mode: 'direct' | 'meta'): BridgeLoader & { readonly asked: () => number } {
  let asked = 0;
  return {
    metaTools: [{ name: 'search_tools', description: 'Finds.', inputSchema: { type: 'object' }, tags: [] }],
    expose: () => {
      asked++;
      return Promise.resolve({ mode });
    },
    call: (name) =>
      Promise.resolve({
        content: [{ type: 'text', text: `meta ${name}` }],
        structuredContent: undefined,
        isError: false,
      }),
    asked: () => asked,
  };
}

const META_LISTED = { items: [{ name: 'search_tools', description: 'Finds.', inputSchema: { type: 'object' } }] };

function bridge(given: ReturnType<typeof source>, mode: 'direct' | 'meta' = 'direct') {
  return createBridge({ source: given.toolSource, loader: loaderOf(mode), expose: 'automatic' });
}

test('tools are listed under their wire names, without the held ones', async () => {
  const outputSchema = { type: 'object' };
  const given = source([tool('read', { description: 'Reads.', outputSchema }), tool('write', { state: 'held' })]);
  expect(await bridge(given).listTools(undefined, {})).toEqual({
    items: [{ name: 'files__read', description: 'Reads.', inputSchema: { type: 'object' }, outputSchema }],
  });
});

test('a call goes on with its arguments, its signal and its progress', async () => {
  const given = source([tool('read')], { structuredContent: { a: 1 } });
  const call = { signal: new AbortController().signal, onProgress: () => undefined };
  expect(await bridge(given).callTool('files__read', { path: 'x' }, call)).toEqual({
    content: RESULT.content,
    structuredContent: { a: 1 },
  });
  expect(given.calls).toEqual([{ tool: 'files__read', args: { path: 'x' }, options: call }]);
});

test('what a tool says of its own failure is passed on', async () => {
  const given = source([], { isError: true });
  expect(await bridge(given).callTool('files__read', {}, {})).toMatchObject({ isError: true });
});

test('structured content that is no object is left to the text', async () => {
  const given = source([], { structuredContent: [1] });
  expect(await bridge(given).callTool('files__read', {}, {})).toEqual({ content: RESULT.content });
});

test('a failed call is a result that a model can read, without the words of the server', async () => {
  const cause = new Error('words of the server');
  const failure = new McpError('throttled', 'The server files throttles.', { cause, retryAfterMs: 1_500 });
  const result = await bridge(source([], failure)).callTool('files__read', {}, {});
  expect(result).toEqual({
    content: [{ type: 'text', text: 'The server files throttles. Try again in 2 seconds. (throttled)' }],
    isError: true,
  });
});

test('a tool that is not there is a refusal', async () => {
  const failure = new McpError('unknown_tool', 'No tool.');
  await expect(bridge(source([], failure)).callTool('x', {}, {})).rejects.toBeInstanceOf(BridgeRefusal);
});

test('an aborted call is no result', async () => {
  const failure = new McpError('aborted', 'Aborted.');
  await expect(bridge(source([], failure)).callTool('x', {}, {})).rejects.toBe(failure);
});

test('a tool that cannot be shown to a model is not listed, and told of once', async () => {
  const inputSchema = { type: 'object', properties: { 'path\u200b': {} } };
  const given = source([tool('read'), tool('odd', { inputSchema })]);
  const refused: string[] = [];
  const onRefused = ({ id }: { readonly id: string }) => void refused.push(id);
  const loader = loaderOf('direct');
  const made = createBridge({ source: given.toolSource, loader, expose: 'automatic', onRefused });
  await made.listTools(undefined, {});
  expect((await made.listTools(undefined, {})).items.map(({ name }) => name)).toEqual(['files__read']);
  expect(refused).toEqual(['files/odd']);
});

test('a result that no program would read is said to be too long, and not sent', async () => {
  const given = source([tool('read')], { content: [{ type: 'text', text: 'x'.repeat(9_000_000) }] });
  const { content, isError } = await bridge(given).callTool('files__read', {}, {});
  expect(isError).toBe(true);
  expect(JSON.stringify(content)).toContain('more than can be passed on');
});

test('a change of the tools is passed on until nobody listens', () => {
  const given = source([]);
  let heard = 0;
  const stop = bridge(given).onToolsChanged(() => heard++);
  given.change();
  stop();
  given.change();
  expect([heard, given.listeners.size]).toEqual([1, 0]);
});

describe('too many tools', () => {
  test('are stood for by the meta-tools, whose calls go to the loader', async () => {
    const given = source([tool('read')]);
    const many = bridge(given, 'meta');
    expect(await many.listTools(undefined, {})).toEqual(META_LISTED);
    expect(await many.callTool('search_tools', {}, {})).toEqual({
      content: [{ type: 'text', text: 'meta search_tools' }],
    });
    expect(given.calls).toEqual([]);
  });

  test('stay so: the list of a client never flips, and a change is none to it', async () => {
    const given = source([tool('read')]);
    const loader = loaderOf('meta');
    const once = createBridge({ source: given.toolSource, loader, expose: 'automatic' });
    await once.listTools(undefined, {});
    await once.listTools(undefined, {});
    let heard = 0;
    once.onToolsChanged(() => heard++);
    given.change();
    expect([loader.asked(), heard]).toEqual([1, 0]);
  });

  test.each([
    ['all', 'meta', 'files__read'],
    ['meta', 'direct', 'search_tools'],
  ] as const)('are exposed as %s where that is said, whatever the loader thinks', async (expose, mode, name) => {
    const loader = loaderOf(mode);
    const told = createBridge({ source: source([tool('read')]).toolSource, loader, expose });
    expect((await told.listTools(undefined, {})).items.map((item) => item.name)).toEqual([name]);
    expect(loader.asked()).toBe(0);
  });

  test('are called by their wire names all the same', async () => {
    const given = source([tool('read')]);
    const many = bridge(given, 'meta');
    await many.listTools(undefined, {});
    await many.callTool('files__read', {}, {});
    expect(given.calls).toHaveLength(1);
  });
});
