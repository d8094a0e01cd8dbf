import { type ClientEvent, MCPToolClient, type ServerSpec } from '@wicketgate/mcp-client';
import { stdioConnector } from '@wicketgate/mcp-client/node';
import { createFakeClock, type FakeClock } from '@wicketgate/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { behavingProcess, startBehavingServer } from '../src/mcp/behaving-server.ts';
import { PAGES, TOOLS_ON_PAGE } from '../src/mcp/behaviours.ts';

const GOOD = Array.from({ length: 10 }, (_, at) => `good-${at}`);
const BAD = ['hangs', 'silent', 'garbage', 'crashes', 'many', 'changes'];
/** Tools of all servers that have any. */
const TOOLS = GOOD.length + PAGES * TOOLS_ON_PAGE + 1 + 2;

const cleanup = createCleanup();
const events: ClientEvent[] = [];
let clock: FakeClock;
let client: MCPToolClient;
let listed: ReturnType<MCPToolClient['listTools']>;

beforeAll(async () => {
  const sockets = ['hangs', 'garbage', 'many', ...GOOD.slice(5).map(() => 'good' as const)] as const;
  const [hangs, garbage, many, ...good] = await Promise.all(
    sockets.map((behaviour) => startBehavingServer(behaviour, { cleanup })),
  );
  const bad = {
    hangs,
    silent: behavingProcess('hangs'),
    garbage,
    crashes: behavingProcess('crashes'),
    many,
    changes: behavingProcess('changes'),
  };
  const others = GOOD.map((id, at) => [id, good[at - 5] ?? behavingProcess('good')] as const);
  clock = createFakeClock();
  client = new MCPToolClient({
    servers: { ...bad, ...Object.fromEntries(others) } as Record<string, ServerSpec>,
    stdio: stdioConnector,
    clock,
    deadlineMs: 60_000,
    retries: 0,
    pinning: 'hold-changed',
  });
  client.on((event) => events.push(event));
  cleanup.defer(closeClient);
});

afterAll(() => cleanup.release());

/** A process that does not hear is waited for by the clock before it is killed. */
async function closeClient(): Promise<void> {
  const state = { isClosed: false };
  const closed = client.close().finally(() => (state.isClosed = true));
  while (!state.isClosed) await clock.advance(1_000);
  await closed;
}

async function known(): Promise<number> {
  return (await client.listTools({ from: 'cached' })).tools.length;
}

describe('Ten good servers among six that are not', () => {
  test('have their tools there while others still hang, and a thousand tools on twenty pages too', async () => {
    listed = client.listTools();
    listed.catch(() => undefined);
    await expect.poll(known, { timeout: 60_000 }).toBe(TOOLS);
    // The clock has not moved: no deadline was waited for.
    expect(clock.now()).toBe(createFakeClock().now());
    const states = new Map(client.listServers().map(({ id, state }) => [id, state]));
    expect(['hangs', 'silent'].map((id) => states.get(id))).toEqual(['connecting', 'connecting']);
    expect(GOOD.map((id) => states.get(id))).toEqual(GOOD.map(() => 'ready'));
    expect((await client.callTool('good-0/echo', { a: 1 })).content).toEqual([{ type: 'text', text: '{"a":1}' }]);
    expect((await client.callTool('good-9/echo', { b: 2 })).content).toEqual([{ type: 'text', text: '{"b":2}' }]);
  });

  test('are listed to the end with every outcome by its name', async () => {
    await clock.advance(60_000);
    const { tools, problems } = await listed;
    expect(tools).toHaveLength(TOOLS);
    expect(problems.map(({ server, error }) => [server, error.server, error.code])).toEqual([
      ['hangs', 'hangs', 'timeout'],
      ['silent', 'silent', 'timeout'],
      ['garbage', 'garbage', 'bad_answer'],
    ]);
    const reports = client.listServers().map(({ id, catalog, problem }) => [id, catalog, problem?.code]);
    expect(reports).toEqual([
      ['hangs', 'none', 'timeout'],
      ['silent', 'none', 'timeout'],
      ['garbage', 'none', 'bad_answer'],
      ...['crashes', 'many', 'changes', ...GOOD].map((id) => [id, 'live', undefined]),
    ]);
    expect(new Set(events.flatMap((event) => (event.kind === 'server' ? event.report.id : [])))).toEqual(
      new Set([...BAD, ...GOOD]),
    );
  });

  test('do not notice that one crashes in the middle of a call, which is told by its name', async () => {
    const crash = client.callTool('crashes/crash');
    const others = Promise.all(GOOD.map((id) => client.callTool(`${id}/echo`)));
    await expect(crash).rejects.toMatchObject({
      code: 'connection_lost',
      server: 'crashes',
      tool: 'crashes/crash',
      cause: { exitCode: 9 },
    });
    expect((await others).map(({ isError, attempts }) => [isError, attempts])).toEqual(GOOD.map(() => [false, 1]));
  });

  test('do not notice that one changes a tool, which is held until it is approved', async () => {
    await client.callTool('changes/turn');
    await expect.poll(() => client.pendingChanges().map(({ tool }) => tool)).toEqual(['changes/shifty']);
    expect(client.pendingChanges()).toMatchObject([{ kind: 'changed', held: true }]);
    expect(client.pendingChanges()[0]?.difference).toContain('takes what the caller knows');
    await expect(client.callTool('changes/shifty')).rejects.toMatchObject({
      code: 'tool_held',
      tool: 'changes/shifty',
    });
    expect(await known()).toBe(TOOLS);
    await client.approve(['changes/shifty']);
    expect((await client.callTool('changes/shifty')).content).toEqual([{ type: 'text', text: 'noon' }]);
  });
});
