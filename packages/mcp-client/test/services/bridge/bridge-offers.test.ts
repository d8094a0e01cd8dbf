import { describe, expect, test } from 'vitest';
import { BridgeRefusal } from '../../../src/services/bridge/bridge-call.ts';
import { bridgeOffers } from '../../../src/services/bridge/bridge-offers.ts';
import { createBridge } from '../../../src/services/bridge/bridge.ts';
import { McpError } from '../../../src/words/errors.ts';
import { createClientWorld } from '../../client-world.ts';
import { createScriptedServer, type ScriptedServer } from '../../scripted-server.ts';

const HIDDEN = '\u{e0049}';

function offering(more: Partial<ScriptedServer['offers']> = {}): ScriptedServer {
  const server = createScriptedServer();
  server.offers = { resources: [], ...more };
  server.questions = { 'resources/read': ({ uri }) => ({ contents: [{ uri, text: 'read' }] }) };
  return server;
}

function bridged(servers: Readonly<Record<string, ScriptedServer>>) {
  const client = createClientWorld().client(servers, { results: { textBytes: 1_024 } });
  return { client, offers: bridgeOffers(client) };
}

describe('lists', () => {
  test('are those of all servers, as MCP has them and without hidden characters', async () => {
    const { offers } = bridged({
      a: offering({
        resources: [{ uri: 'x:1', name: 'One', description: `D${HIDDEN}` }],
        resourceTemplates: [{ uriTemplate: 'x:{n}', name: 'any' }],
        prompts: [{ name: 'greet', title: `T${HIDDEN}`, arguments: [{ name: 'whom', required: true }] }],
      }),
      b: offering({ resources: [{ uri: 'x:1', name: 'Other' }] }),
    });
    expect((await offers.listResources(undefined, {})).items).toEqual([
      { uri: 'wicketgate-resource:a/x:1', name: 'One', description: 'D' },
      { uri: 'wicketgate-resource:b/x:1', name: 'Other' },
    ]);
    expect((await offers.listResourceTemplates(undefined, {})).items).toEqual([
      { uriTemplate: 'wicketgate-resource:a/x:{n}', name: 'any' },
    ]);
    expect((await offers.listPrompts(undefined, {})).items).toEqual([
      { name: 'a__greet', title: 'T', arguments: [{ name: 'whom', required: true }] },
    ]);
  });

  test('come on pages, for whose later ones no server is asked again', async () => {
    const resources = Array.from({ length: 1_001 }, (_, at) => ({ uri: `x:${at}`, name: `${at}` }));
    const a = offering({ resources });
    const { offers } = bridged({ a });
    const { items, nextCursor } = await offers.listResources(undefined, {});
    expect([items.length, nextCursor]).toEqual([1_000, 'x:999']);
    expect((await offers.listResources(nextCursor, {})).items).toEqual([{ uri: 'x:1000', name: '1000' }]);
    expect(a.questioned).toHaveLength(1);
    await expect(offers.listResources('x:nowhere', {})).rejects.toBeInstanceOf(BridgeRefusal);
  });

  test('are told of when they change, until nobody listens', async () => {
    const a = offering({ prompts: [] });
    const { offers } = bridged({ a });
    await offers.listPrompts(undefined, {});
    const heard: string[] = [];
    const stop = offers.onChanged((what) => heard.push(what));
    a.offersChanged('prompts');
    a.offersChanged('resources');
    stop();
    a.offersChanged('prompts');
    expect(heard).toEqual(['prompts', 'resources']);
  });
});

describe('what is read', () => {
  test('goes by the address that it was asked for', async () => {
    const { offers } = bridged({ a: offering(), b: offering() });
    expect(await offers.readResource('wicketgate-resource:b/x:1', {})).toEqual([
      { uri: 'wicketgate-resource:b/x:1', text: 'read' },
    ]);
    expect(await bridged({ a: offering() }).offers.readResource('x:1', {})).toEqual([{ uri: 'x:1', text: 'read' }]);
  });

  test('is refused where nobody is known to have it, and where the server says that it has not', async () => {
    const a = offering();
    const { offers } = bridged({ a, b: offering() });
    await expect(offers.readResource('x:1', {})).rejects.toBeInstanceOf(BridgeRefusal);
    a.questions['resources/read'] = () => {
      throw new McpError('server_error', 'The server answered with the error -32002.', {
        rpcCode: -32_002,
        cause: new Error('words of the server'),
      });
    };
    const refused = offers.readResource('wicketgate-resource:a/x:1', {});
    await expect(refused).rejects.toBeInstanceOf(BridgeRefusal);
    await expect(refused).rejects.not.toThrow('words of the server');
  });

  test('fails in a sentence of ours where the server fails', async () => {
    const a = offering();
    a.questions['resources/read'] = () => {
      throw new McpError('unauthorized', 'The server wants a sign-in.', { status: 401 });
    };
    await expect(bridged({ a }).offers.readResource('x:1', {})).rejects.toThrow(
      'a: The server wants a sign-in. A person must sign in, or give another credential. (unauthorized)',
    );
  });

  test('is not sent where it would end the connection', async () => {
    const a = offering();
    a.questions['resources/read'] = ({ uri }) => ({ contents: [{ uri, text: 'x'.repeat(9_000_000) }] });
    await expect(bridged({ a }).offers.readResource('x:1', {})).rejects.toThrow('longer than programs read');
  });

  test('is no more than the caller waits for', async () => {
    const { offers } = bridged({ a: offering() });
    const error: unknown = await offers.readResource('x:1', { signal: AbortSignal.abort() }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'aborted' });
  });

  test('of a result that was cut comes in parts, all of them', async () => {
    const a = offering();
    const whole = 'x'.repeat(1_500_000);
    a.answer = () => ({ content: [{ type: 'text', text: whole }] });
    const { client, offers } = bridged({ a });
    const uri = String((await client.callTool('a/echo')).truncated?.uri);
    const [first, next] = await offers.readResource(uri, {});
    const [second, none] = await offers.readResource(String(next?.['uri']), {});
    expect(none).toBeUndefined();
    const { content } = JSON.parse(String(first?.['text']) + String(second?.['text'])) as { content: unknown };
    expect(JSON.stringify(content)).toBe(JSON.stringify([{ type: 'text', text: whole }]));
    await expect(offers.readResource(`${uri}?part=3`, {})).rejects.toBeInstanceOf(BridgeRefusal);
    await expect(offers.readResource('wicketgate-result:00', {})).rejects.toBeInstanceOf(BridgeRefusal);
  });
});

describe('a prompt', () => {
  const content = { type: 'resource_link', uri: 'x:1', name: 'One' };

  test('links to what can be read, and its description is clean', async () => {
    const a = offering({ prompts: [{ name: 'greet' }] });
    a.questions['prompts/get'] = () => ({ description: `D${HIDDEN}`, messages: [{ role: 'user', content }] });
    const { offers } = bridged({ a, b: offering() });
    expect(await offers.getPrompt('a__greet', {}, {})).toEqual({
      description: 'D',
      messages: [{ role: 'user', content: { ...content, uri: 'wicketgate-resource:a/x:1' } }],
    });
  });

  test('that nobody has is refused', async () => {
    await expect(bridged({ a: offering() }).offers.getPrompt('a__nothing', {}, {})).rejects.toBeInstanceOf(
      BridgeRefusal,
    );
  });
});

test('arguments are completed', async () => {
  const a = offering({ prompts: [{ name: 'greet' }] });
  a.questions['completion/complete'] = () => ({ completion: { values: ['Ada'] } });
  const request = { of: { prompt: 'a__greet' }, argument: { name: 'whom', value: 'A' } };
  expect(await bridged({ a }).offers.complete(request, {})).toEqual({ values: ['Ada'] });
});

describe('the result of a tool', () => {
  const link = { type: 'resource_link', uri: 'x:1', name: 'One' };
  const loader = {
    metaTools: [],
    expose: () => Promise.resolve({ mode: 'direct' as const }),
    call: () => Promise.reject(new Error()),
  };

  test('links to what can be read', async () => {
    const a = offering();
    a.answer = () => ({ content: [link] });
    const { client } = bridged({ a, b: offering() });
    const bridge = createBridge({ source: client, loader, expose: 'all', offers: client });
    const { content } = await bridge.callTool('a__echo', {}, {});
    expect(content).toEqual([{ ...link, uri: 'wicketgate-resource:a/x:1' }]);
    expect(await bridge.offers?.readResource(String(content[0]?.['uri']), {})).toMatchObject([{ text: 'read' }]);
    const tools = createBridge({ source: client, loader, expose: 'all' });
    expect(tools.offers).toBeUndefined();
    expect((await tools.callTool('a__echo', {}, {})).content).toEqual([link]);
  });

  test('that was cut says where the whole of it is read', async () => {
    const a = offering();
    a.answer = () => ({ content: [{ type: 'text', text: 'x'.repeat(2_000) }] });
    const { client } = bridged({ a, b: offering() });
    const bridge = createBridge({ source: client, loader, expose: 'all', offers: client });
    const { content } = await bridge.callTool('a__echo', {}, {});
    const uri = String(content.at(-1)?.['uri']);
    expect(uri).toMatch(/^wicketgate-result:/);
    expect(JSON.stringify(await bridge.offers?.readResource(uri, {}))).toContain('x'.repeat(2_000));
  });

  test('that claims to be a cut one of ours is read from its server', async () => {
    const a = offering();
    a.answer = () => ({ content: [{ ...link, uri: 'wicketgate-result:00' }] });
    const { client } = bridged({ a });
    const bridge = createBridge({ source: client, loader, expose: 'all', offers: client });
    const { content } = await bridge.callTool('a__echo', {}, {});
    expect(content).toMatchObject([{ uri: 'wicketgate-resource:a/wicketgate-result:00' }]);
  });
});
