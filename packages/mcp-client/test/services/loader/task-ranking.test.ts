import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { ProgressiveMCPLoader } from '../../../src/services/loader/progressive-mcp-loader.ts';
import type { LoaderOptions, RankingRequest, RankTools } from '../../../src/words/loader-options.ts';
import { catalogTool, createFakeSource, everydayTools } from '../../loader-world.ts';

const TASK = 'create an issue';

function world(rank: RankTools, options: LoaderOptions = {}) {
  const clock = createFakeClock();
  const source = createFakeSource(everydayTools());
  const requests: RankingRequest[] = [];
  const failures: string[] = [];
  const recorded: RankTools = (request) => {
    requests.push(request);
    return rank(request);
  };
  const loader = new ProgressiveMCPLoader(source, { strategy: 'semantic', rank: recorded, clock, ...options });
  loader.on((event) => {
    if (event.kind === 'ranking_failed') failures.push(event.why);
  });
  return { clock, source, loader, requests, failures };
}

const answering =
  (answer: unknown): RankTools =>
  () =>
    Promise.resolve(answer as readonly string[]);

describe('the strategy semantic', () => {
  it('takes the order of the given function, by id or wire name, each tool once', async () => {
    const { loader, requests } = world(
      answering(['weather/forecast', 'mail__send_message', 'weather__forecast', 'made/up']),
    );
    const selection = await loader.select(TASK);
    expect(selection).toMatchObject({ rankedBy: 'function', confidence: 'high' });
    expect(selection.tools.map(({ tool, reasons }) => [tool.id, ...reasons])).toEqual([
      ['weather/forecast', 'ranked 1 by the given function'],
      ['mail/send_message', 'ranked 2 by the given function'],
    ]);
    expect(requests[0]).toMatchObject({
      task: TASK,
      limit: 30,
      found: expect.arrayContaining(['github/create_issue']) as unknown,
    });
    expect(requests[0]?.tools).toHaveLength(7);
  });

  it('shows the function what is allowed alone, and keeps its answer for nobody else', async () => {
    const { loader, requests } = world(answering(['github/create_issue', 'mail/send_message']));
    const isAllowed = ({ server }: { readonly server: string }) => server === 'mail';
    const chosen = async (options = {}) => (await loader.select(TASK, options)).tools.map(({ tool }) => tool.id);
    expect(await chosen({ isAllowed })).toEqual(['mail/send_message']);
    expect(requests[0]?.tools.every(isAllowed)).toBe(true);
    expect(requests[0]?.found).toEqual([]);
    expect(await chosen()).toEqual(['github/create_issue', 'mail/send_message']);
    expect(await chosen({ isAllowed })).toEqual(['mail/send_message']);
    expect(requests).toHaveLength(3);
  });

  it('believes a function that finds nothing', async () => {
    const { loader, failures } = world(answering([]));
    expect(await loader.select(TASK)).toMatchObject({ rankedBy: 'function', confidence: 'none', tools: [] });
    expect(failures).toEqual([]);
  });

  it.each<[string, RankTools]>([
    ['threw', () => Promise.reject(new Error('model is down'))],
    [
      'threw',
      () => {
        throw new Error('at once');
      },
    ],
    ['nonsense', answering(undefined)],
    ['nonsense', answering('github/create_issue')],
    ['nonsense', answering([1, 2])],
    ['nonsense', answering(['made/up', 'nothing'])],
  ])('has the index rank when the function fails: %s', async (why, rank) => {
    const { loader, failures } = world(rank);
    const selection = await loader.select(TASK);
    expect(selection.rankedBy).toBe('index');
    expect(selection.tools[0]?.tool.id).toBe('github/create_issue');
    expect(failures).toEqual([why]);
  });

  it('waits for the function as long as allowed, and then ends it', async () => {
    const { clock, loader, requests, failures } = world(() => new Promise(() => undefined), { rankTimeoutMs: 1_000 });
    const selecting = loader.select(TASK);
    await clock.advance(999);
    expect(requests[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    expect((await selecting).rankedBy).toBe('index');
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(failures).toEqual(['timed_out']);
    expect(clock.sleepers).toBe(0);
  });

  it('ends with the reason of the signal, whatever the function makes of it', async () => {
    const ending = new AbortController();
    const reason = new Error('enough');
    const { loader, clock, failures } = world(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    );
    const selecting = loader.select(TASK, { signal: ending.signal });
    const ended = expect(selecting).rejects.toBe(reason);
    await clock.advance(1);
    ending.abort(reason);
    await ended;
    expect(failures).toEqual([]);
    expect(clock.sleepers).toBe(0);
  });

  it('ends with the reason of the signal when that comes while the function fails', async () => {
    const ending = new AbortController();
    const reason = new Error('enough');
    const { loader, failures } = world(() => {
      queueMicrotask(() => {
        ending.abort(reason);
      });
      return Promise.reject(new Error('model is down'));
    });
    await expect(loader.select(TASK, { signal: ending.signal })).rejects.toBe(reason);
    expect(failures).toEqual([]);
  });

  it('leaves no timer behind when the function answers', async () => {
    const { loader, clock } = world(answering(['mail/send_message']));
    await loader.select(TASK);
    expect(clock.sleepers).toBe(0);
  });
});

describe('answers of the given function', () => {
  const rank = answering(['mail/send_message']);

  it('are used again for the same task for 300 seconds', async () => {
    const { clock, loader, requests } = world(rank);
    await loader.select(TASK);
    await clock.advance(299_999);
    await loader.select(TASK);
    expect(requests).toHaveLength(1);
    await clock.advance(1);
    await loader.select(TASK);
    expect(requests).toHaveLength(2);
    expect(loader.stats().ranking).toEqual({ asked: 2, cached: 1, failed: 0 });
  });

  it('are told apart by the whole task, the limit and the servers', async () => {
    const { loader, requests } = world(rank);
    const long = 'x'.repeat(500);
    await loader.select(`${long}a`);
    await loader.select(`${long}b`);
    await loader.select(`${long}b`, { limit: 5 });
    await loader.select(`${long}b`, { limit: 5, servers: ['mail'] });
    expect(requests).toHaveLength(4);
  });

  it('are forgotten when the catalog changes, and on demand', async () => {
    const { source, loader, requests } = world(rank);
    await loader.select(TASK);
    source.tools = [...source.tools, catalogTool('new/tool')];
    await loader.select(TASK);
    expect(requests).toHaveLength(2);
    loader.clearCache();
    await loader.select(TASK);
    expect(requests).toHaveLength(3);
  });

  it('are kept a hundred at a time; the one used longest ago goes', async () => {
    const { loader, requests } = world(rank);
    for (let task = 0; task < 100; task++) await loader.select(`task ${task}`);
    await loader.select('task 0');
    expect(requests).toHaveLength(100);
    await loader.select('task 100');
    await loader.select('task 0');
    expect(requests).toHaveLength(101);
    await loader.select('task 1');
    expect(requests).toHaveLength(102);
  });

  it('do not outlive a clock that is set back', async () => {
    const { clock, loader, requests } = world(rank);
    await loader.select(TASK);
    clock.set(clock.now() - 1);
    await loader.select(TASK);
    expect(requests).toHaveLength(2);
  });

  it('are not kept when they are none: a failure is tried again, and so is everything with a life of 0', async () => {
    const failing = world(answering('nonsense'));
    await failing.loader.select(TASK);
    await failing.loader.select(TASK);
    expect(failing.requests).toHaveLength(2);
    const never = world(rank, { rankCacheMs: 0 });
    await never.loader.select(TASK);
    await never.loader.select(TASK);
    expect(never.requests).toHaveLength(2);
  });
});
