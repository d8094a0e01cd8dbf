import { describe, expect, it } from 'vitest';
import { createActivation, ProgressiveMCPLoader, toOpenAiResponseTools } from '../../../src/loader.ts';
import { createClientWorld, createGate, settled } from '../../client-world.ts';
import { createScriptedServer, text, tool } from '../../scripted-server.ts';

const TASK = 'create an issue about the broken build';

/** A loader over a server that answers at once and one that lists when the test lets it. */
function world() {
  const { client, clock } = createClientWorld();
  const issues = createScriptedServer([tool('create_issue', { description: 'Creates an issue.' })]);
  const builds = createScriptedServer([tool('show_build', { description: 'Shows an issue of the broken build.' })]);
  const gate = createGate();
  builds.onList = () => gate.passed;
  builds.answer = () => text('red');
  const source = client({ builds, issues });
  const loader = new ProgressiveMCPLoader(source, { clock });
  /** What takes as long as a slow server is waited for. */
  const inTime = async <Value>(work: Promise<Value>): Promise<Value> => {
    await clock.advance(3_000);
    return work;
  };
  const arrive = async () => {
    gate.open();
    await settled();
  };
  return { source, loader, clock, builds, issues, inTime, arrive };
}

const idsOf = ({ tools }: { readonly tools: readonly { readonly tool: { readonly id: string } }[] }) =>
  tools.map(({ tool: { id } }) => id);

describe('a selection beside a server that is slow to list', () => {
  it('has the tools of the others after the patience of the loader, and names who is under way', async () => {
    const { loader, inTime } = world();
    const selection = await inTime(loader.select(TASK));
    expect(idsOf(selection)).toEqual(['issues/create_issue']);
    expect(selection).toMatchObject({ underWay: ['builds'], problems: [] });
  });

  it.each([
    ['at', 200, true],
    ['before', 199, false],
  ])('comes %s the time that the options say', async (_, passed, isThere) => {
    const { source, clock } = world();
    const loader = new ProgressiveMCPLoader(source, { listWithinMs: 200, clock });
    let isDone = false;
    const selecting = loader.select(TASK).then(() => (isDone = true));
    await clock.advance(passed);
    await settled();
    expect(isDone).toBe(isThere);
    await clock.advance(200);
    await selecting;
  });

  it('takes the late tools in on the next one, at once, and asks nobody again', async () => {
    const { loader, builds, issues, inTime, arrive } = world();
    await inTime(loader.select(TASK));
    // The patience with this server is over: nobody waits for it a second time.
    expect(await loader.select(TASK)).toMatchObject({ underWay: ['builds'] });
    await arrive();
    const selection = await loader.select(TASK);
    expect(new Set(idsOf(selection))).toEqual(new Set(['issues/create_issue', 'builds/show_build']));
    expect(selection.underWay).toEqual([]);
    expect([builds.asked.lists, issues.asked.lists]).toEqual([1, 1]);
  });

  it('puts them behind what a conversation has already, though their server is the first of the options', async () => {
    const { loader, inTime, arrive } = world();
    const activation = createActivation(loader);
    await inTime(activation.activate(TASK));
    const before = JSON.stringify(toOpenAiResponseTools(activation.tools));
    await arrive();
    const { added } = await activation.activate(TASK);
    expect(added.map(({ name }) => name)).toEqual(['builds__show_build']);
    expect(activation.tools.at(-1)?.name).toBe('builds__show_build');
    expect(JSON.stringify(toOpenAiResponseTools(activation.tools)).startsWith(before.slice(0, -1))).toBe(true);
  });

  it('ends with the signal of its caller, and with the client', async () => {
    const { loader, source } = world();
    const leaving = new AbortController();
    const left = loader.select(TASK, { signal: leaving.signal });
    await settled();
    leaving.abort(new Error('enough'));
    await expect(left).rejects.toMatchObject({ code: 'aborted' });
    const closed = loader.select(TASK);
    await settled();
    await source.close();
    expect((await closed).problems).toMatchObject([{ server: 'builds', error: { code: 'closed' } }]);
  });
});

describe('a model beside a server that is slow to list', () => {
  it('finds the tools of the others, and is told who is missing', async () => {
    const { loader, inTime, arrive } = world();
    const found = await inTime(loader.call('search_tools', { query: TASK }));
    expect(found.structuredContent).toMatchObject({ tools: [{ name: 'issues__create_issue' }] });
    expect(JSON.stringify(found.structuredContent)).toContain('Still being listed: builds.');
    await arrive();
    const later = await loader.call('search_tools', { query: TASK });
    expect(JSON.stringify(later.structuredContent)).toContain('builds__show_build');
    expect(JSON.stringify(later.structuredContent)).not.toContain('Still being listed');
  });

  it('is not told that there is no such server, nor of others than those it looks at', async () => {
    const { loader, inTime } = world();
    const slow = await inTime(loader.call('search_tools', { query: TASK, servers: ['builds'] }));
    expect(JSON.stringify(slow.content)).toContain('Still being listed: builds.');
    expect(JSON.stringify(slow.content)).not.toContain('No server is called');
    const fast = await loader.call('search_tools', { query: TASK, servers: ['issues'] });
    expect(JSON.stringify(fast.content)).not.toContain('builds');
  });

  it('is told that a tool it asks about is not known yet', async () => {
    const { loader, inTime } = world();
    const described = await inTime(loader.call('describe_tools', { names: ['builds__show_build', 'nobody__knows'] }));
    expect(described.isError).toBe(true);
    expect(described.content[0]?.['text']).toMatch(
      /builds__show_build.*builds is still being listed.*\n.*nobody__knows/,
    );
    const [found] = await loader.lookUp(['builds/show_build']);
    expect(found?.problem).toContain('builds is still being listed');
  });

  it('has the servers listed with a word about those that are missing', async () => {
    const { source, clock, inTime } = world();
    const loader = new ProgressiveMCPLoader(source, { listServers: true, clock });
    const listed = await inTime(loader.call('list_mcp_servers', {}));
    expect(listed.structuredContent).toMatchObject({ servers: [{ name: 'issues' }] });
    expect(JSON.stringify(listed.structuredContent)).toContain('Still being listed: builds.');
  });

  it('waits for the server of the tool that it calls, and for no other', async () => {
    const { loader, inTime, arrive, builds } = world();
    await inTime(loader.select(TASK));
    expect(await loader.call('call_tool', { name: 'issues__close_issue' })).toMatchObject({ isError: true });
    let isDone = false;
    const call = loader.call('builds__show_build', {}).finally(() => (isDone = true));
    await settled();
    expect(isDone).toBe(false);
    await arrive();
    expect(await call).toMatchObject({ isError: false, content: [{ text: 'red' }] });
    expect(builds.asked.lists).toBe(1);
  });

  it('is exposed to all tools at once, or to none: that answer waits for every server', async () => {
    const { loader, inTime, arrive } = world();
    let isDone = false;
    const exposure = loader.expose().finally(() => (isDone = true));
    await inTime(settled());
    expect(isDone).toBe(false);
    await arrive();
    expect((await exposure).tools.map(({ name }) => name)).toEqual(['builds__show_build', 'issues__create_issue']);
  });
});
