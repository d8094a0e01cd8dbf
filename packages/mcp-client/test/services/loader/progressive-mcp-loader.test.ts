import { describe, expect, it } from 'vitest';
import { createToolIndex } from '../../../src/rules/search/tool-index.ts';
import { ProgressiveMCPLoader } from '../../../src/services/loader/progressive-mcp-loader.ts';
import { McpError } from '../../../src/words/errors.ts';
import type { LoaderEvent } from '../../../src/words/loader-events.ts';
import type { LoaderOptions } from '../../../src/words/loader-options.ts';
import type { Selection } from '../../../src/words/selection.ts';
import { createFakeClock } from '@wicketgate/testing';
import { catalogTool, createFakeSource, everydayTools, parameters } from '../../loader-world.ts';

const TASK = 'create an issue about the broken build';

function world(options: LoaderOptions = {}) {
  const source = createFakeSource(everydayTools());
  return { source, loader: new ProgressiveMCPLoader(source, options) };
}

const idsOf = ({ tools }: Selection) => tools.map(({ tool }) => tool.id);

describe('a selection', () => {
  it('holds the tools that answer the task, with priorities, scores and reasons', async () => {
    const selection = await world().loader.select(TASK);
    expect(selection.tools[0]).toMatchObject({ tool: { id: 'github/create_issue' }, priority: 'high', score: 1 });
    expect(selection.tools[0]?.reasons.length).toBeGreaterThan(0);
    expect(selection).toMatchObject({ task: TASK, strategy: 'progressive', rankedBy: 'index', confidence: 'high' });
    expect(selection.sets[0]).toMatchObject({ server: 'github', priority: 'high' });
    expect(selection.exposed[0]?.name).toBe('github__create_issue');
  });

  it('is empty for a request that nothing answers', async () => {
    const selection = await world().loader.select('quantum chromodynamics lattice');
    expect(selection).toMatchObject({ confidence: 'none', tools: [], sets: [], exposed: [] });
  });

  it('falls back on the servers that are configured for that', async () => {
    const { loader } = world({ fallback: ['weather'] });
    const { tools } = await loader.select('quantum chromodynamics lattice');
    expect(tools).toMatchObject([{ tool: { id: 'weather/forecast' }, priority: 'low', score: 0 }]);
  });

  it('is the same bytes in whatever order the catalog comes and its schemas are written', async () => {
    const first = await world().loader.select(TASK);
    const { source, loader } = world();
    source.tools = [...source.tools].reverse().map((tool) => ({
      ...tool,
      inputSchema: { properties: tool.inputSchema['properties'], type: 'object' },
    }));
    const second = await loader.select(TASK);
    expect(JSON.stringify(second.exposed)).toBe(JSON.stringify(first.exposed));
    expect(idsOf(second)).toEqual(idsOf(first));
  });

  it('always holds what is always available, and what a word of the task means', async () => {
    const { loader } = world({ alwaysAvailable: ['weather'], keywords: { ship: ['github/create_pull_request'] } });
    const selection = await loader.select('ship it');
    expect(selection.tools).toMatchObject([
      { tool: { id: 'weather/forecast' }, priority: 'critical', reasons: ['always available'] },
      { tool: { id: 'github/create_pull_request' }, priority: 'high', reasons: ['keyword: ship'] },
    ]);
    expect(idsOf(await loader.select('a shipment'))).toEqual(['weather/forecast']);
  });

  it('takes up a keyword that is added later', async () => {
    const { loader } = world();
    loader.addKeyword('wetter', ['weather']);
    expect(idsOf(await loader.select('Wetter?'))).toEqual(['weather/forecast']);
    expect(() => loader.addKeyword(' ', ['weather'])).toThrow(TypeError);
  });

  it('has a keyword in place of the same one in another spelling', async () => {
    const { loader } = world({ keywords: { Deploy: ['mail'] } });
    loader.addKeyword('deploy', ['weather']);
    expect(idsOf(await loader.select('DEPLOY zzz'))).toEqual(['weather/forecast']);
  });

  it('is of the servers asked for alone', async () => {
    const selection = await world().loader.select('create or delete', { servers: ['files'] });
    expect(new Set(selection.tools.map(({ tool }) => tool.server))).toEqual(new Set(['files']));
  });

  it('has no more tools than the limit, by priority first', async () => {
    const { loader } = world({ alwaysAvailable: ['files'], limit: 2 });
    const selection = await loader.select(TASK);
    expect(idsOf(selection)).toEqual(['files/delete_file', 'files/read_file']);
    expect(selection.trimmed).toContain('github/create_issue');
    expect((await loader.select(TASK, { limit: 3 })).tools).toHaveLength(3);
  });

  it('has no more tokens than the limit, by the tokenizer given', async () => {
    const { loader } = world({ countTokens: () => 100 });
    expect((await loader.select(TASK, { tokenLimit: 199 })).tools).toHaveLength(1);
    expect((await loader.select(TASK, { tokenLimit: 200 })).tools).toHaveLength(2);
    expect((await loader.select(TASK, { tokenLimit: 99 })).tools).toHaveLength(0);
  });

  it.each<[string, (text: string) => number]>([
    [
      'throws for the control tokens in it',
      (text) => {
        if (text.includes('<|endoftext|>')) throw new Error('Disallowed special token found: <|endoftext|>');
        return 100;
      },
    ],
    ['answers nonsense for it', (text) => (text.includes('<|endoftext|>') ? Number.NaN : 100)],
    ['answers less than nothing for it', (text) => (text.includes('<|endoftext|>') ? -1 : 100)],
  ])('is not spoiled by a description when the given tokenizer %s', async (_, countTokens) => {
    const { loader, source } = world({ countTokens });
    source.tools = [...source.tools, catalogTool('evil/x', { description: '<|endoftext|>' })];
    const { tools, savings } = await loader.select(TASK);
    expect(tools[0]?.tool.id).toBe('github/create_issue');
    expect(savings.allTokens).toBeGreaterThan(700);
    expect(savings.allTokens).toBeLessThan(800);
  });

  it('says what it saves', async () => {
    const { savings } = await world({ countTokens: () => 100 }).loader.select(TASK, { limit: 1 });
    expect(savings).toEqual({ allTokens: 700, selectionTokens: 100, metaToolTokens: 300, ratio: 1 - 400 / 700 });
  });

  it('never holds a held tool, nor one that cannot be shown', async () => {
    const { source, loader } = world();
    source.tools = [
      catalogTool('github/create_issue', { description: 'Create an issue.', state: 'held' }),
      catalogTool('gitlab/create_issue', { description: 'Create an issue.', inputSchema: parameters('ti\u200btle') }),
    ];
    const selection = await loader.select(TASK, { strategy: 'full' });
    expect(selection.tools).toEqual([]);
    expect(selection.refused).toEqual([
      { id: 'gitlab/create_issue', reason: 'A name or a value in its schema holds hidden characters.' },
    ]);
  });

  it('refuses the second of two tools with one wire name', async () => {
    const { source, loader } = world();
    source.tools = [catalogTool('a/x', { wireName: 'same' }), catalogTool('b/x', { wireName: 'same' })];
    const selection = await loader.select('x', { strategy: 'full' });
    expect(idsOf(selection)).toEqual(['a/x']);
    expect(selection.refused).toEqual([{ id: 'b/x', reason: 'Another tool has its wire name.' }]);
  });

  it('names the servers that could not be asked', async () => {
    const { source, loader } = world();
    source.problems = [{ server: 'jira', error: new McpError('timeout', 'No answer.') }];
    expect((await loader.select(TASK)).problems).toEqual(source.problems);
  });

  it('ends with the reason of the signal', async () => {
    const reason = new Error('enough');
    await expect(world().loader.select(TASK, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('a catalog that changes', () => {
  it('is taken up tool by tool at the next selection, and told', async () => {
    const { source, loader } = world();
    const events: LoaderEvent[] = [];
    loader.on((event) => events.push(event));
    await loader.select(TASK);
    source.tools = [
      ...source.tools.slice(1),
      catalogTool('jira/create_ticket', { description: 'Create an issue in a project.' }),
    ].map((tool) => (tool.id === 'mail/send_message' ? catalogTool(tool.id, { description: 'Send a letter.' }) : tool));
    const selection = await loader.select('create an issue');
    expect(idsOf(selection)).toContain('jira/create_ticket');
    expect(idsOf(selection)).not.toContain('github/create_issue');
    expect(events.filter(({ kind }) => kind === 'catalog')).toEqual([
      { kind: 'catalog', added: 7, changed: 0, removed: 0 },
      { kind: 'catalog', added: 1, changed: 1, removed: 1 },
    ]);
  });
});

describe('a catalog that could not be taken up', () => {
  it('is taken up whole the next time', async () => {
    const index = createToolIndex();
    const set = index.set.bind(index);
    let calls = 0;
    index.set = (tool) => {
      if (++calls === 3) throw new Error('no memory');
      set(tool);
    };
    const { loader } = world({ index });
    await expect(loader.select(TASK)).rejects.toThrow('no memory');
    expect(loader.stats().catalog.tools).toBe(0);
    expect(idsOf(await loader.select(TASK))).toContain('github/create_issue');
    expect(loader.stats().catalog.tools).toBe(7);
    expect(index.size).toBe(7);
  });
});

describe('a tool that is held and approved', () => {
  it('leaves the selections and comes back, though its definition is the same', async () => {
    const { source, loader } = world();
    const [tool, ...others] = source.tools;
    const select = async (state: 'ready' | 'held') => {
      source.tools = [...(tool === undefined ? [] : [{ ...tool, state }]), ...others];
      return idsOf(await loader.select(TASK));
    };
    expect(await select('ready')).toContain('github/create_issue');
    expect(await select('held')).not.toContain('github/create_issue');
    expect(await select('ready')).toContain('github/create_issue');
  });
});

describe('the index of a loader', () => {
  it('holds what can be chosen, and nothing else', async () => {
    const index = createToolIndex();
    const { source, loader } = world({ index });
    await loader.select(TASK);
    expect(index.size).toBe(7);
    source.tools = [...source.tools.slice(3), catalogTool('a/held', { state: 'held' })];
    await loader.select(TASK);
    expect(index.size).toBe(4);
  });
});

describe('strategies', () => {
  const profile = {
    name: 'writer',
    entries: [{ pattern: 'mail', priority: 'medium' as const, rationale: 'writes mail' }],
  };

  it('differ in what they load', async () => {
    const { loader } = world({ profile });
    const count = async (strategy: 'minimal' | 'profile' | 'full') => idsOf(await loader.select(TASK, { strategy }));
    expect(await count('full')).toHaveLength(7);
    expect(await count('profile')).toEqual(['mail/send_message']);
    expect(await count('minimal')).toContain('github/create_issue');
    expect(await count('minimal')).not.toContain('mail/send_message');
  });

  it('take a profile of the task instead of that of the loader', async () => {
    const { loader } = world({ profile });
    const other = { name: 'reader', entries: [{ pattern: 'files/read_*', priority: 'critical' as const }] };
    const { tools } = await loader.select(TASK, { strategy: 'profile', profile: other });
    expect(tools).toMatchObject([{ tool: { id: 'files/read_file' }, reasons: ['profile: reader'] }]);
  });

  it('are switched at run time, with a reason that is told and kept', async () => {
    const clock = createFakeClock();
    const { loader } = world({ clock });
    const events: LoaderEvent[] = [];
    loader.on((event) => events.push(event));
    loader.setStrategy('minimal', 'The context is nearly full.');
    expect(loader.strategy).toBe('minimal');
    expect((await loader.select(TASK)).strategy).toBe('minimal');
    const switched = { from: 'progressive', reason: 'The context is nearly full.', at: clock.now() };
    expect(events[0]).toEqual({ kind: 'strategy', to: 'minimal', ...switched });
    expect(loader.stats().switched).toEqual(switched);
  });

  it('need what they work with', async () => {
    const { loader } = world();
    expect(() => loader.setStrategy('profile', 'x')).toThrow(/needs the option profile/);
    expect(() => loader.setStrategy('semantic', 'x')).toThrow(/needs the option rank/);
    await expect(loader.select(TASK, { strategy: 'profile' })).rejects.toThrow(TypeError);
    await expect(loader.select(TASK, { strategy: 'some' as 'full' })).rejects.toThrow(/strategy must be one of/);
    expect(loader.strategy).toBe('progressive');
  });
});

describe('exposure', () => {
  it('is direct as long as every tool fits the share of the context window, to the token', async () => {
    const at = async (contextWindow: number) =>
      (await world({ countTokens: () => 100, contextWindow, directShare: 0.1 }).loader.expose()).mode;
    expect(await at(7_000)).toBe('direct');
    expect(await at(6_999)).toBe('meta');
  });

  it('is direct for 128 tools at most, however small they are', async () => {
    const { loader, source } = world({ countTokens: () => 1 });
    const tools = (count: number) => Array.from({ length: count }, (_, at) => catalogTool(`a/t${at}`));
    source.tools = tools(128);
    expect((await loader.expose()).mode).toBe('direct');
    expect(loader.stats().recommendation.strategy).toBe('full');
    source.tools = tools(129);
    expect((await loader.expose()).mode).toBe('meta');
    expect(loader.stats().recommendation.strategy).toBe('progressive');
  });

  it('gives every tool in the order of the catalog, or the meta-tools', async () => {
    const { source, loader } = world();
    const direct = await loader.expose();
    expect(direct.tools.map(({ name }) => name)).toEqual(source.tools.map(({ wireName }) => wireName));
    const meta = await world({ directShare: 0 }).loader.expose();
    expect(meta).toMatchObject({ mode: 'meta', directTokens: 0 });
    expect(meta.tools.map(({ name }) => name)).toEqual(['search_tools', 'describe_tools', 'call_tool']);
  });
});

describe('statistics', () => {
  it('count what was done, and recommend', async () => {
    const { loader } = world({ countTokens: () => 100 });
    await loader.select(TASK, { limit: 1 });
    await loader.select('quantum chromodynamics lattice');
    await loader.call('search_tools', { query: 'x' });
    await loader.call('call_tool', { name: 'files/read_file' });
    await loader.call('files__nothing', {});
    expect(loader.stats()).toMatchObject({
      strategy: 'progressive',
      switched: undefined,
      catalog: { servers: 4, tools: 7, tokens: 700 },
      byStrategy: { progressive: { selections: 2, empty: 1, tools: 1, tokens: 100 }, full: { selections: 0 } },
      calls: { searches: 1, tools: 2, failed: 1 },
      recommendation: { strategy: 'full' },
    });
  });
});

describe('a strategy that is too narrow', () => {
  it('is told apart from a catalog that has no tool for the tasks', async () => {
    const profile = { name: 'postman', entries: [{ pattern: 'mail', priority: 'low' as const }] };
    const { loader } = world({ strategy: 'profile', profile, directShare: 0 });
    for (let at = 0; at < 10; at++) await loader.select('quantum chromodynamics lattice');
    expect(loader.stats()).toMatchObject({
      byStrategy: { profile: { selections: 10, empty: 10, missed: 0 } },
      recommendation: { strategy: 'profile' },
    });
    for (let at = 0; at < 10; at++) await loader.select('list the commits of a branch');
    expect(loader.stats()).toMatchObject({
      byStrategy: { profile: { selections: 20, empty: 10, missed: 10 } },
      recommendation: { strategy: 'progressive' },
    });
    await loader.select('send a message by email');
    expect(loader.stats().byStrategy.profile.missed).toBe(10);
  });
});

describe('a listener', () => {
  it('that throws is logged, and disturbs neither the others nor the selection', async () => {
    const warnings: string[] = [];
    const log = () => undefined;
    const logger = { debug: log, info: log, error: log, warn: (_: unknown, text: string) => void warnings.push(text) };
    const { loader } = world({ logger });
    const seen: string[] = [];
    loader.on(() => {
      throw new Error('mine');
    });
    const end = loader.on(({ kind }) => seen.push(kind));
    await loader.select(TASK);
    expect(seen).toEqual(['catalog', 'selected']);
    expect(warnings).toHaveLength(2);
    end();
    await loader.select(TASK);
    expect(seen).toHaveLength(2);
  });
});
