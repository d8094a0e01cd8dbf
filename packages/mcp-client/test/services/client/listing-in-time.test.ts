import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createMemoryCatalogStore, type MCPToolClient } from '../../../src/index.ts';
import { createClientWorld, createGate, failureOf, settled } from '../../client-world.ts';
import { listing as listingOf, openClient, openHost } from '../../pains/real-servers.ts';
import { createScriptedServer, tool } from '../../scripted-server.ts';

const idsOf = (answer: { readonly tools: readonly { readonly id: string }[] }) => answer.tools.map(({ id }) => id);

/** A server that answers at once, one that lists when the test lets it, and what a promise came to so far. */
function world() {
  const { client, clock } = createClientWorld();
  const [good, slow] = [createScriptedServer([tool('read')]), createScriptedServer([tool('write')])];
  const gate = createGate();
  slow.onList = () => gate.passed;
  const one = client({ slow, good });
  return { client, clock, good, slow, gate, one };
}

function outcomeOf(work: Promise<unknown>) {
  const state = { isSettled: false };
  const end = () => {
    state.isSettled = true;
  };
  work.then(end, end);
  return state;
}

describe('listTools with withinMs', () => {
  it('answers at that time with what is there, names who is under way, and lists nobody twice', async () => {
    const { one, clock, slow, gate } = world();
    const listing = one.listTools({ withinMs: 3_000 });
    const outcome = outcomeOf(listing);
    await clock.advance(2_999);
    expect(outcome.isSettled).toBe(false);
    await clock.advance(1);
    const answer = await listing;
    expect(idsOf(answer)).toEqual(['good/read']);
    expect(answer).toMatchObject({ problems: [], underWay: ['slow'] });
    gate.open();
    await settled();
    expect(await one.listTools({ withinMs: 3_000 })).not.toHaveProperty('underWay');
    expect(idsOf(await one.listTools())).toEqual(['slow/write', 'good/read']);
    expect(slow.asked.lists).toBe(1);
  });

  it('does not wait for that time where everybody answers', async () => {
    const { one, clock, gate } = world();
    const listing = one.listTools({ withinMs: 3_000 });
    await settled();
    gate.open();
    expect(idsOf(await listing)).toEqual(['slow/write', 'good/read']);
    expect(clock.sleepers).toBe(0);
  });

  it('counts from when a server was asked: whoever comes later does not wait as long once more', async () => {
    const { one, clock, slow } = world();
    void one.listTools();
    await settled();
    await clock.advance(2_000);
    const listing = one.listTools({ withinMs: 3_000 });
    const outcome = outcomeOf(listing);
    await clock.advance(999);
    expect(outcome.isSettled).toBe(false);
    await clock.advance(1);
    expect(await listing).toMatchObject({ underWay: ['slow'] });
    expect(await one.listTools({ withinMs: 3_000 })).toMatchObject({ underWay: ['slow'] });
    expect(slow.asked.lists).toBe(1);
  });

  it('shows what a slow server listed before, old as it is, until it has listed anew', async () => {
    const { client, clock, slow, gate } = world();
    const catalogStore = createMemoryCatalogStore();
    const spec = { connector: slow.connector, identity: 'slow' };
    gate.open();
    await client({ slow: spec }, { catalogStore }).listTools();
    const again = createGate();
    slow.onList = () => again.passed;
    slow.tools = [tool('write'), tool('erase')];
    await clock.advance(600_000);
    const second = client({ slow: spec }, { catalogStore });
    const listing = second.listTools({ withinMs: 3_000 });
    await clock.advance(3_000);
    expect(await listing).toMatchObject({ tools: [{ id: 'slow/write' }], underWay: ['slow'] });
    expect(second.listServers()[0]).toMatchObject({ catalog: 'stale' });
    again.open();
    await settled();
    expect(idsOf(await second.listTools())).toEqual(['slow/erase', 'slow/write']);
  });

  it('ends with its caller’s signal', async () => {
    const { one } = world();
    const leaving = new AbortController();
    const listing = failureOf(one.listTools({ withinMs: 3_000, signal: leaving.signal }));
    await settled();
    leaving.abort(new Error('enough'));
    expect(await listing).toMatchObject({ code: 'aborted', cause: new Error('enough') });
  });

  it('leaves nothing behind that fails unseen: the server fails, the caller leaves, the client is closed', async () => {
    const endings: readonly ((made: { slowEnds: () => void; leave: () => void; one: MCPToolClient }) => unknown)[] = [
      ({ slowEnds }) => slowEnds(),
      ({ leave }) => leave(),
      ({ one }) => one.close(),
    ];
    for (const end of endings) {
      const { one, clock, slow } = world();
      const failing = createGate();
      slow.onList = async () => {
        await failing.passed;
        throw new Error('broken');
      };
      const leaving = new AbortController();
      const listing = one.listTools({ withinMs: 3_000, signal: leaving.signal });
      await clock.advance(3_000);
      expect(await listing).toMatchObject({ underWay: ['slow'] });
      await end({ slowEnds: () => failing.open(), leave: () => leaving.abort(new Error('enough')), one });
      await settled();
    }
  });

  it('reports by name what failed in the meantime', async () => {
    const { one, clock, slow } = world();
    const failing = createGate();
    slow.onList = async () => {
      await failing.passed;
      throw new Error('broken');
    };
    const listing = one.listTools({ withinMs: 3_000 });
    await clock.advance(3_000);
    await listing;
    failing.open();
    await settled();
    const { problems } = await one.listTools({ from: 'cached' });
    expect(problems).toMatchObject([{ server: 'slow' }]);
  });

  it.each([0, 600_001, 1.5, Number.NaN])('takes 1 to 600,000, and not %s', async (withinMs) => {
    const { one } = world();
    await expect(one.listTools({ withinMs })).rejects.toThrow('withinMs must be a whole number from 1 to 600000');
    await expect(one.listTools({ withinMs: 600_000, servers: ['good'] })).resolves.toBeDefined();
    await expect(one.listTools({ withinMs: 1, servers: ['good'] })).resolves.toBeDefined();
  });

  it('is for searches as well', async () => {
    const { one, clock } = world();
    const search = one.searchTools('read', { withinMs: 3_000 });
    await clock.advance(3_000);
    expect(await search).toMatchObject({ hits: [{ tool: { id: 'good/read' } }], underWay: ['slow'], problems: [] });
  });
});

/** A client whose user signs in and out while it runs, after a listing for Anna. */
async function signedInWorld() {
  const user = { name: () => Promise.resolve('anna') };
  const host = await openHost({ server: listingOf(() => [tool('of_anna')]) });
  const credential = {
    credential: () => Promise.resolve(new Secret('planted-token-0123456789')),
    subject: () => user.name(),
  };
  const { client, clock } = openClient({ s: { url: host.url, credential } }, { retries: 0 });
  expect(idsOf(await client.listTools())).toEqual(['s/of_anna']);
  return { client, clock, host, user };
}

describe('listTools with withinMs, after somebody was listed for', () => {
  it('shows nothing of that while it is not known who asks', async () => {
    const { client, clock, user } = await signedInWorld();
    user.name = () => new Promise(() => undefined);
    const answers = Promise.all([
      client.listTools({ withinMs: 3_000 }),
      client.searchTools('of anna', { withinMs: 3_000 }),
    ]);
    await clock.advance(3_000);
    const [listed, found] = await answers;
    expect(listed).toEqual({ tools: [], problems: [], underWay: ['s'] });
    expect(found).toMatchObject({ hits: [], underWay: ['s'] });
  });

  it('shows nothing of that to somebody else, though the server has had its time', async () => {
    const { client, clock, host, user } = await signedInWorld();
    const asked = createGate();
    host.intercept = ({ method }) => {
      if (method === 'tools/list') asked.open();
      return method === 'tools/list';
    };
    void client.listTools({ from: 'always' }).catch(() => undefined);
    await asked.passed;
    await clock.advance(3_000);
    // Who asks is the same, and what is known is fresh.
    expect(await client.listTools({ withinMs: 3_000 })).not.toHaveProperty('underWay');
    user.name = () => Promise.resolve('otto');
    expect(await client.listTools({ withinMs: 3_000 })).toEqual({ tools: [], problems: [], underWay: ['s'] });
  });
});
