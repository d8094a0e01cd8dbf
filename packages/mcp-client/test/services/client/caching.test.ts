import { Secret } from '@wicketgate/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type CatalogRecord,
  type CatalogStore,
  createMemoryCatalogStore,
  createMemoryPinStore,
  type MCPToolClient,
} from '../../../src/index.ts';
import { createClientWorld, createGate, eventsOf, settled } from '../../client-world.ts';
import { startHttpHost } from '../../mcp-servers/http-host.ts';
import { createToolServer } from '../../mcp-servers/tool-server.ts';
import { createScriptedServer, tool } from '../../scripted-server.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const namesOf = async (client: MCPToolClient, from?: 'cached' | 'fresh' | 'always') =>
  (await client.listTools({ from })).tools.map(({ name }) => name);

/** A store whose keys and records a test can look at. */
function watchedStore() {
  const records = new Map<string, CatalogRecord>();
  const store: CatalogStore = {
    load: (key) => Promise.resolve(records.get(key)),
    save: (key, record) => Promise.resolve(void records.set(key, record)),
    delete: (key) => Promise.resolve(void records.delete(key)),
  };
  return { store, records };
}

describe('a listing', () => {
  it.each([
    ['nothing', undefined, 5 * MINUTE],
    ['a minute', MINUTE, MINUTE],
    ['a year', 365 * DAY, DAY],
  ])('of a server that says %s is believed for as long as it may, and no longer', async (_, ttlMs, life) => {
    const { client, clock } = createClientWorld();
    const server = createScriptedServer();
    server.ttlMs = ttlMs;
    const one = client({ server });
    await one.listTools();
    clock.set(clock.now() + life - 1);
    await one.listTools();
    expect(server.asked.lists).toBe(1);
    clock.set(clock.now() + 1);
    await one.listTools();
    expect(server.asked.lists).toBe(2);
    expect(one.catalogStats()).toMatchObject({ hits: 1, misses: 2, failures: 0 });
  });

  it.each([0, -1, Number.NaN])('with a ttlMs of %s is asked for each time, and calls need none', async (ttlMs) => {
    const { client } = createClientWorld();
    const server = createScriptedServer();
    server.ttlMs = ttlMs;
    const one = client({ server });
    await one.listTools();
    await one.listTools();
    expect(server.asked.lists).toBe(2);
    await one.callTool('echo');
    await one.callTool('server/echo');
    expect(server.asked.lists).toBe(2);
  });

  it('that is stored is gone once the cache is cleared, also by a client that has not used it', async () => {
    const { client } = createClientWorld();
    const { store, records } = watchedStore();
    const server = createScriptedServer();
    const spec = { connector: server.connector, identity: 'files', principal: 'ann' };
    await client({ s: spec }, { catalogStore: store }).listTools();
    expect(records.size).toBe(1);
    await client({ s: spec }, { catalogStore: store }).clearCache();
    expect(records.size).toBe(0);
  });

  it('is asked for anew when that is wanted, when the cache is cleared, and when the server says so', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer();
    const one = client({ server });
    await one.listTools();
    await one.listTools({ from: 'always' });
    expect(server.asked.lists).toBe(2);
    await one.clearCache();
    expect(await namesOf(one, 'cached')).toEqual([]);
    await one.listTools();
    expect(server.asked.lists).toBe(3);
    server.tools = [tool('other')];
    server.changed();
    expect(await namesOf(one)).toEqual(['other']);
  });

  it('that began before the server said that it changed does not take the place of the one after it', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer();
    const one = client({ server });
    await one.listTools();
    const slow = createGate();
    server.onList = () => slow.passed;
    const older = one.listTools({ from: 'always' });
    await settled();
    server.onList = () => undefined;
    server.tools = [tool('newer')];
    server.changed();
    expect(await namesOf(one)).toEqual(['newer']);
    slow.open();
    await older;
    expect(await namesOf(one, 'cached')).toEqual(['newer']);
    expect(server.asked.lists).toBe(3);
  });

  it('is one request for all who ask at once', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer();
    const one = client({ server });
    await Promise.all(Array.from({ length: 50 }, () => one.listTools()));
    expect(server.asked).toMatchObject({ connects: 1, lists: 1 });
  });

  it('of before stays, marked as stale, when the server cannot be asked; and is over when it can', async () => {
    const { client, clock } = createClientWorld();
    const server = createScriptedServer();
    const one = client({ server });
    await one.listTools();
    expect(one.listServers()[0]).toMatchObject({ catalog: 'live', toolCount: 1 });
    server.onList = () => Promise.reject(new Error('broken'));
    clock.set(clock.now() + DAY);
    const { tools, problems } = await one.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['echo']);
    expect(problems).toMatchObject([{ server: 'server' }]);
    expect(one.listServers()[0]).toMatchObject({ catalog: 'stale', toolCount: 1 });
    expect((await one.listTools({ from: 'cached' })).problems).toHaveLength(1);
    await expect(one.callTool('echo')).resolves.toMatchObject({ isError: false });
    server.onList = () => undefined;
    expect((await one.listTools()).problems).toEqual([]);
    expect(one.listServers()[0]).toMatchObject({ catalog: 'live' });
  });
});

describe('a warm start', () => {
  it('lists, searches and finds tools without a request', async () => {
    const { client, clock } = createClientWorld();
    const server = createScriptedServer([tool('read'), tool('write')]);
    const catalogStore = createMemoryCatalogStore();
    const spec = { connector: server.connector, identity: 'files' };
    await client({ s: spec }, { catalogStore }).listTools();
    clock.set(clock.now() + MINUTE);
    const second = client({ s: spec }, { catalogStore });
    const events = eventsOf(second);
    expect(await namesOf(second)).toEqual(['read', 'write']);
    expect((await second.searchTools('write')).hits[0]?.tool.id).toBe('s/write');
    expect(second.listServers()[0]).toMatchObject({ state: 'idle', catalog: 'cached', toolCount: 2 });
    expect(server.asked).toMatchObject({ connects: 1, lists: 1 });
    expect(events.map(({ kind }) => kind)).toEqual(['server']);
    await second.callTool('s/read');
    expect(server.asked).toMatchObject({ connects: 2, lists: 1 });
  });

  it('calls a tool of an old listing without listing anew', async () => {
    const { client, clock } = createClientWorld();
    const server = createScriptedServer();
    const catalogStore = createMemoryCatalogStore();
    const spec = { connector: server.connector, identity: 'files' };
    await client({ s: spec }, { catalogStore }).listTools();
    clock.set(clock.now() + 10 * MINUTE);
    const second = client({ s: spec }, { catalogStore });
    for (const name of ['s/echo', 's__echo', 'echo']) await second.callTool(name);
    expect(server.asked.lists).toBe(1);
    expect(second.listServers()[0]?.catalog).toBe('stale');
    expect(await namesOf(second)).toEqual(['echo']);
    expect(server.asked.lists).toBe(2);
  });

  it('does without a store that fails or holds what is no listing', async () => {
    const { client, log } = createClientWorld();
    const server = createScriptedServer();
    const spec = { connector: server.connector, identity: 'files' };
    const failing = { load: fail, save: fail, delete: fail };
    expect(await namesOf(client({ s: spec }, { catalogStore: failing }))).toEqual(['echo']);
    expect(log.join('\n')).toContain('could not be used');
    const strange = {
      ...createMemoryCatalogStore(),
      load: () => Promise.resolve({ tools: [{ name: 4 }, null] } as never),
    };
    expect(await namesOf(client({ s: spec }, { catalogStore: strange }))).toEqual(['echo']);
  });

  it('does not believe a stored listing for its state: a changed tool is held from the start', async () => {
    const { client } = createClientWorld();
    const { store, records } = watchedStore();
    const server = createScriptedServer();
    const options = { catalogStore: store, pinStore: createMemoryPinStore(), pinning: 'hold-changed' as const };
    const spec = { connector: server.connector, identity: 'files' };
    await client({ s: spec }, options).listTools();
    const [key, record] = [...records][0] ?? [];
    if (key && record) records.set(key, { ...record, tools: [tool('echo', { description: 'Tampered with.' })] });
    const { tools } = await client({ s: spec }, options).listTools();
    expect(tools.map(({ state }) => state)).toEqual(['held']);
  });
});

describe('whose a listing is', () => {
  const world = () => {
    const { client } = createClientWorld();
    const { store, records } = watchedStore();
    const server = createScriptedServer();
    const ask = (who: string | undefined, identity = 'files') => {
      return client({ s: { connector: server.connector, identity, principal: who } }, { catalogStore: store });
    };
    return { server, records, ask };
  };

  it('a private one is for its principal alone', async () => {
    const { server, ask } = world();
    await ask('ann').listTools();
    server.tools = [tool('of_bob')];
    expect(await namesOf(ask('bob'), 'cached')).toEqual([]);
    expect(await namesOf(ask('bob'))).toEqual(['of_bob']);
    expect(await namesOf(ask('ann'), 'cached')).toEqual(['echo']);
    expect(await namesOf(ask(undefined), 'cached')).toEqual([]);
  });

  it('a public one is for all who ask this server, and for nobody who asks another', async () => {
    const { server, ask } = world();
    server.cacheScope = 'public';
    await ask('ann').listTools();
    expect(await namesOf(ask('bob'), 'cached')).toEqual(['echo']);
    expect(await namesOf(ask('bob', 'other files'), 'cached')).toEqual([]);
    server.cacheScope = 'private';
    await ask('ann').listTools({ from: 'always' });
    expect(await namesOf(ask('bob'), 'cached')).toEqual([]);
    expect(await namesOf(ask('ann'), 'cached')).toEqual(['echo']);
  });

  it('nothing of it says who: neither names nor secrets stand in keys or records', async () => {
    const { records, ask } = world();
    await ask('ann@example.com').listTools();
    const stored = JSON.stringify([...records]);
    expect([...records.keys()][0]).toMatch(/^[0-9a-f]{64}\.[0-9a-f]{64}$/);
    expect(stored).not.toContain('ann');
    expect(stored).not.toContain('files');
  });

  it('a server without an identity is stored nowhere', async () => {
    const { client } = createClientWorld();
    const { store, records } = watchedStore();
    await client({ s: createScriptedServer() }, { catalogStore: store }).listTools();
    expect(records.size).toBe(0);
  });

  it('changes with the credential, which is asked for only where it is needed, and stands nowhere', async () => {
    const host = await startHttpHost({ era: 'both', server: () => createToolServer() });
    onTestFinished(() => host.stop());
    const { client, log } = createClientWorld();
    const { store, records } = watchedStore();
    let secret = new Secret('canary-first');
    let asked = 0;
    const credential = () => {
      asked++;
      return Promise.resolve(secret);
    };
    const one = client({ s: { url: host.url, credential: { credential } } }, { catalogStore: store });
    await one.listTools({ from: 'cached' });
    expect(asked).toBe(0);
    expect(await namesOf(one)).toContain('echo');
    expect(host.seen.at(-1)?.headers.authorization).toBe('Bearer canary-first');
    secret = new Secret('canary-second');
    host.intercept = (_, response) => {
      response.writeHead(501).end();
      return true;
    };
    // What the first one saw is not shown to the second, not even while nothing else is known.
    expect(await namesOf(one)).toEqual([]);
    secret = new Secret('canary-first');
    expect(await namesOf(one)).toContain('echo');
    expect(JSON.stringify([...records, ...log, one.getConfig()])).not.toContain('canary');
  });

  it('is decided when it is asked for: a listing for one is not taken by another who came meanwhile', async () => {
    const { client } = createClientWorld();
    const host = await startHttpHost({ era: 'both', server: () => createToolServer() });
    onTestFinished(() => host.stop());
    let name = 'first';
    const credential = { credential: () => Promise.resolve(new Secret(name)) };
    const one = client({ s: { url: host.url, credential } });
    const gate = createGate();
    host.intercept = async ({ method }) => {
      if (method === 'tools/list') await gate.passed;
      return false;
    };
    const first = one.listTools();
    while (!host.methods().includes('tools/list')) await settled();
    name = 'second';
    const second = one.listTools();
    await settled();
    gate.open();
    const answers = await Promise.all([first, second]);
    // Nobody is told that there are no tools because somebody else came.
    expect(answers.map(({ tools }) => tools.length > 0)).toEqual([true, true]);
    const lists = host.seen.filter(({ method }) => method === 'tools/list');
    expect(lists.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  it('is nobody’s who signed out: what was listed for them is not shown, and nobody is asked', async () => {
    const host = await startHttpHost({ era: 'both', server: () => createToolServer() });
    onTestFinished(() => host.stop());
    const { client } = createClientWorld();
    let who: string | undefined = 'ann';
    const credential = {
      credential: () => Promise.resolve(who === undefined ? undefined : new Secret(`token of ${who}`)),
      subject: () => Promise.resolve(who),
    };
    const one = client({ s: { url: host.url, credential } });
    expect(await namesOf(one)).toContain('echo');
    expect(await namesOf(one, 'cached')).toContain('echo');
    who = undefined;
    expect(await namesOf(one, 'cached')).toEqual([]);
  });

  it('is not told by a credential that hangs: the tools of all others are there', async () => {
    const { client, clock } = createClientWorld();
    const never = () => new Promise<never>(() => undefined);
    const good = createScriptedServer();
    const one = client({
      good,
      slow: { url: 'https://mcp.example.com', credential: { credential: never, subject: never } },
    });
    await one.listTools({ servers: ['good'] });
    const listed = one.listTools({ from: 'cached' });
    await clock.advance(5_000);
    expect((await listed).tools.map(({ id }) => id)).toEqual(['good/echo']);
  });
});

function fail(): Promise<never> {
  return Promise.reject(new Error('disk on fire'));
}
