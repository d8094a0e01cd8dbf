import { mintApiKey } from '@wicketgate/contract';
import { Secret } from '@wicketgate/core';
import { createCredentialChain, environmentLink, explicitLink } from '@wicketgate/core/auth';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import type {
  CatalogRecord,
  CatalogStore,
  NegotiationRecord,
  NegotiationStore,
  ServerCredential,
  ServerSpec,
} from '../../../src/index.ts';
import { settled } from '../../client-world.ts';
import type { HttpHostOptions } from '../../mcp-servers/http-host.ts';
import { listing, openClient, openHost } from '../../pains/real-servers.ts';
import { tool } from '../../scripted-server.ts';
import { jwt } from '../../token-world.ts';

const random = createSeededRandom();
const [KEY, OTHER_KEY] = [mintApiKey({ env: 'live', random }).key, mintApiKey({ env: 'live', random }).key];
const claims = { iss: 'https://id.example.com', sub: 'planted-anna', client_id: 'cli', scope: 'read' };

/** A chain as programs make one, which another process makes anew. */
function keyOf(key: string): ServerCredential {
  return createCredentialChain([explicitLink(undefined, 'option --key'), environmentLink({ MCP_KEY: key }, 'MCP_KEY')]);
}

/** A sign-in whose access token is another one in each process. */
let tokens = 0;
function tokenOf(changes: object = {}): ServerCredential {
  const token = jwt({ ...claims, jti: `token-${++tokens}`, iat: tokens, exp: tokens + 60, ...changes });
  return { credential: () => Promise.resolve(new Secret(token)) };
}

/** A server that shows each caller tools of their own, and stores that outlive the clients of it. */
async function world({ cacheScope = 'private', era = 'modern' }: WorldOptions = {}) {
  let asker = '';
  const toolsOf = () => [tool('read'), tool(`only_for_${asker}`)];
  const host = await openHost({
    era,
    server: listing(toolsOf, cacheScope),
    intercept: ({ headers }) => {
      asker = (headers.authorization ?? 'nobody').slice(-12).replaceAll(/\W/g, '_');
      return false;
    },
  });
  const catalogStore = watched<CatalogRecord>() satisfies CatalogStore;
  const negotiationStore = watched<NegotiationRecord>() satisfies NegotiationStore;
  let processes = 0;
  const start = (spec: Omit<Extract<ServerSpec, { url: string }>, 'url'>) => {
    host.seen.length = 0;
    const own = { random: createSeededRandom(++processes), retries: 0 };
    return openClient({ s: { url: host.url, ...spec } }, { catalogStore, negotiationStore, ...own }).client;
  };
  const stored = () => JSON.stringify([...catalogStore.records, ...negotiationStore.records]);
  return { host, start, stored, methods: () => host.methods().filter((method) => method !== 'subscriptions/listen') };
}

interface WorldOptions {
  readonly cacheScope?: 'public' | 'private';
  readonly era?: HttpHostOptions['era'];
}

function watched<Stored>() {
  const records = new Map<string, Stored>();
  return {
    records,
    load: (key: string) => Promise.resolve(records.get(key)),
    save: (key: string, record: Stored) => Promise.resolve(void records.set(key, record)),
    delete: (key: string) => Promise.resolve(void records.delete(key)),
  };
}

const namesOf = (answer: { readonly tools: readonly { readonly name: string }[] }) =>
  answer.tools.map(({ name }) => name);

describe('a warm start with a credential and no principal', () => {
  it.each([
    ['an API key of a chain', () => keyOf(KEY)],
    ['an access token that is another one in each process', () => tokenOf()],
    ['nothing', () => undefined],
  ])('asks the server nothing before the first call: %s', async (_, credential) => {
    const { start, methods } = await world();
    const listed = await start({ credential: credential() }).listTools();
    expect(methods()).toEqual(['server/discover', 'tools/list']);
    const second = start({ credential: credential() });
    await second.callTool('s/read');
    expect(methods()).toEqual(['tools/call']);

    const third = start({ credential: credential() });
    expect(namesOf(await third.listTools())).toEqual(namesOf(listed));
    expect((await third.searchTools('read')).hits[0]?.tool.id).toBe('s/read');
    await third.connect();
    expect(methods()).toEqual([]);
    expect(third.listServers()[0]?.negotiated).toMatchObject({ era: 'modern', instructions: 'Echoes.' });
    await third.callTool('read');
    expect(methods()).toEqual(['tools/call']);
  });

  it('spares a server of old the question which revision it speaks, whoever asks', async () => {
    const { start, methods } = await world({ era: 'legacy' });
    await start({ credential: keyOf(KEY) }).listTools();
    expect(methods()).toContain('server/discover');
    await start({ credential: keyOf(OTHER_KEY) }).listTools();
    expect(methods()).toEqual(['initialize', 'notifications/initialized', 'tools/list']);
    await start({ credential: keyOf(KEY) }).callTool('s/read');
    expect(methods()).toEqual(['initialize', 'notifications/initialized', 'tools/call']);
  });

  it.each<[string, ServerCredential, ServerCredential]>([
    ['key', keyOf(KEY), keyOf(OTHER_KEY)],
    ['person', tokenOf(), tokenOf({ sub: 'planted-otto' })],
    ['issuer', tokenOf(), tokenOf({ iss: 'https://other.example.com' })],
    ['scope', tokenOf(), tokenOf({ scope: 'read admin' })],
    ['token that says nothing of its holder', opaque('0123456789abcdefghij-1'), opaque('0123456789abcdefghij-2')],
    ['token that nobody signed', unsigned(), unsigned()],
  ])('lists anew for another %s, and shows it nothing that was listed before', async (_, first, other) => {
    const { start, methods, host } = await world();
    const before = namesOf(await start({ credential: first }).listTools());
    const second = start({ credential: other });
    expect(namesOf(await second.listTools({ from: 'cached' }))).toEqual([]);
    const after = namesOf(await second.listTools());
    expect(after).toHaveLength(2);
    expect(after).not.toEqual(before);
    expect(methods()).toEqual(['server/discover', 'tools/list']);
    const third = start({ credential: other });
    host.intercept = (_request, response) => {
      response.writeHead(501).end();
      return true;
    };
    expect(namesOf(await third.listTools({ from: 'always' }))).not.toEqual(before);
  });

  it('takes what everybody may see from whoever saw it first, and nothing of what the server said to them', async () => {
    const { start, methods } = await world({ cacheScope: 'public' });
    const before = await start({ credential: keyOf(KEY) }).listTools();
    const second = start({ credential: keyOf(OTHER_KEY) });
    expect(namesOf(await second.listTools())).toEqual(namesOf(before));
    await second.callTool('s/read');
    expect(methods()).toEqual(['tools/call']);
    expect(second.listServers()[0]?.negotiated).toMatchObject({
      ...{ era: 'modern', partial: true, instructions: undefined },
      serverInfo: { name: 'test-server', version: '1.2.3' },
    });
    // What it says of itself stays in the catalog, where everybody may read it.
    const [listed] = (await second.listTools({ from: 'always' })).tools;
    expect(listed?.serverDescription).toBe('Echoes');
    await settled();
    expect(methods()).toEqual(['tools/call', 'tools/list']);
  });

  it('keeps names, claims and secrets out of the stores', async () => {
    const { start, stored } = await world();
    await start({ credential: keyOf(KEY) }).listTools();
    await start({ credential: tokenOf() }).listTools();
    await start({ credential: opaque('planted-hunter2') }).listTools();
    expect(stored()).toContain('test-server');
    for (const planted of [KEY, 'planted', 'id.example.com']) expect(stored()).not.toContain(planted);
  });

  it('finds nothing by a secret that can be guessed: its hash would give it away', async () => {
    const { start, methods } = await world();
    await start({ credential: opaque('hunter2') }).listTools();
    await start({ credential: opaque('hunter2') }).listTools();
    expect(methods()).toContain('tools/list');
  });

  it('asks anew, once, when the server no longer speaks what was agreed', async () => {
    const { start, methods, host } = await world();
    await start({ credential: keyOf(KEY) }).listTools();
    host.era = 'legacy';
    const second = start({ credential: keyOf(KEY) });
    await second.callTool('s/read');
    expect(methods()).toEqual([
      ...['tools/call', 'server/discover', 'initialize', 'notifications/initialized', 'tools/call'],
    ]);
    await second.close();
    await start({ credential: keyOf(KEY) }).callTool('s/read');
    expect(methods()).toEqual(['initialize', 'notifications/initialized', 'tools/call']);
  });
});

function opaque(token: string): ServerCredential {
  return { credential: () => Promise.resolve(new Secret(token)) };
}

function unsigned(): ServerCredential {
  const token = jwt({ ...claims, jti: `unsigned-${++tokens}` }, { header: { alg: 'none' } });
  return { credential: () => Promise.resolve(new Secret(token)) };
}
