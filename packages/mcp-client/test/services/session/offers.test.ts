import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../src/ports/server-connection.ts';
import { createMemoryNegotiationStore } from '../../../src/services/memory-stores.ts';
import { createOfferServer } from '../../mcp-servers/offer-server.ts';
import { createScriptedServer } from '../../scripted-server.ts';
import { createTestSession, failureOf, sessionWorld, until } from '../../session-world.ts';

describe.each(['modern', 'legacy'] as const)('what a %s server offers besides tools', (era) => {
  const world = async () => {
    const made = await sessionWorld({ era, server: createOfferServer });
    return { ...made, session: made.session() };
  };

  it('is listed whole and as it came: a broken entry costs itself alone', async () => {
    const { session } = await world();
    expect(await session.listOffers('resources')).toEqual([
      { uri: 'notes:1', name: 'one' },
      { uri: 7 },
      'nonsense',
      { uri: 'notes:2', name: 'two', annotations: { priority: 9 } },
    ]);
    expect(await session.listOffers('resourceTemplates')).toMatchObject([{ uriTemplate: 'notes:{number}' }]);
    expect(await session.listOffers('prompts')).toMatchObject([{ name: 'greet' }]);
  });

  it('is asked for', async () => {
    const { session } = await world();
    expect(await session.ask({ method: 'resources/read', params: { uri: 'notes:9' } })).toMatchObject({
      contents: [{ uri: 'notes:9', text: 'note notes:9' }],
    });
    expect(
      await session.ask({ method: 'prompts/get', params: { name: 'greet', arguments: { whom: 'Ada' } } }),
    ).toMatchObject({ messages: [{ content: { text: 'Greet Ada.' } }] });
    const params = { ref: { type: 'ref/prompt', name: 'greet' }, argument: { name: 'whom', value: 'A' } };
    expect(await session.ask({ method: 'completion/complete', params })).toMatchObject({
      completion: { values: ['ref/prompt whom=A'] },
    });
  });

  it('may be refused, which says nothing against the server', async () => {
    const { session } = await world();
    for (let time = 0; time < 10; time++) {
      const error = await failureOf(session.ask({ method: 'resources/read', params: { uri: 'other:1' } }));
      expect(error).toMatchObject({ code: 'server_error', server: 'hub' });
      expect([-32_002, -32_602]).toContain(error.rpcCode);
      expect(error.message).not.toContain('words of the server');
    }
    expect(session.report().state).toBe('ready');
  });

  it('changes, which is told', async () => {
    const { session, host } = await world();
    const heard: string[] = [];
    session.onChange((change) => {
      if (change !== 'state') heard.push(change);
    });
    await session.listOffers('resources');
    await until(async () => {
      await host.resourcesChanged();
      return heard.length > 0;
    });
    expect(new Set(heard)).toEqual(new Set(['resources_changed']));
  });

  it('is nothing where the server says so, and it is not asked for it', async () => {
    const { session, host } = await sessionWorld({ era });
    const own = session();
    expect(await own.listOffers('prompts')).toBeUndefined();
    expect(await own.ask({ method: 'resources/read', params: { uri: 'a:b' } })).toBeUndefined();
    expect(host.methods().filter((method) => /^(?:prompts|resources|completion)/.test(method))).toEqual([]);
  });
});

it('a server that has nothing of the kind proves nothing about what was agreed with it', async () => {
  const { host, session } = await sessionWorld();
  const negotiations = { store: createMemoryNegotiationStore(), key: 'hub' };
  await session({ negotiations }).list();
  host.era = 'legacy';
  const warm = session({ negotiations });
  expect(await warm.listOffers('resources')).toBeUndefined();
  expect((await warm.list()).tools).toHaveLength(5);
  expect(warm.report().negotiated?.era).toBe('legacy');
});

it('a connector that does without offers nothing', async () => {
  const { connector } = createScriptedServer();
  const plain: Connector = {
    connect: async (options) => {
      const whole = await connector.connect(options);
      return {
        negotiated: whole.negotiated,
        listTools: (limits) => whole.listTools(limits),
        callTool: (call, limits) => whole.callTool(call, limits),
        ping: (limits) => whole.ping(limits),
        close: () => whole.close(),
      };
    },
  };
  const session = createTestSession({ connector: plain, clock: createFakeClock() });
  expect(await session.listOffers('resources')).toBeUndefined();
  expect(await session.ask({ method: 'prompts/get', params: { name: 'x' } })).toBeUndefined();
});

it('a connection that was made anew may have missed changes of all lists', async () => {
  const server = createScriptedServer();
  const endings: ((error: unknown) => void)[] = [];
  server.onConnect = ({ onClosed }) => void endings.push(onClosed);
  const session = createTestSession({ connector: server.connector, clock: createFakeClock() });
  const heard: string[] = [];
  session.onChange((change) => {
    if (change !== 'state') heard.push(change);
  });
  await session.list();
  endings[0]?.(new Error('gone'));
  await session.list();
  expect(heard).toEqual(['tools_changed', 'resources_changed', 'prompts_changed']);
});
