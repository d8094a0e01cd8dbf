import { describe, expect, it } from 'vitest';
import { type ActivationOptions, createActivation } from '../../../src/services/loader/activation.ts';
import { ProgressiveMCPLoader } from '../../../src/services/loader/progressive-mcp-loader.ts';
import type { ExposedTool } from '../../../src/words/exposed-tool.ts';
import { McpError } from '../../../src/words/errors.ts';
import { catalogTool, createFakeSource, everydayTools, parameters } from '../../loader-world.ts';

function world(options: ActivationOptions = {}) {
  const source = createFakeSource(everydayTools());
  const loader = new ProgressiveMCPLoader(source);
  return { source, loader, activation: createActivation(loader, options) };
}

const namesOf = (tools: readonly ExposedTool[]) => tools.map(({ name }) => name);
const META = ['search_tools', 'describe_tools', 'call_tool'];

describe('the tools of a conversation', () => {
  it('begin with the meta-tools and grow at their end, each step in the order of its selection', async () => {
    const { activation, loader } = world();
    expect(namesOf(activation.tools)).toEqual(META);
    const { exposed } = await loader.select('read a file');
    const { added, leftOut } = await activation.activate('read a file');
    expect(added).toEqual(exposed);
    expect(leftOut).toEqual([]);
    expect(namesOf(activation.tools)).toEqual([...META, ...namesOf(exposed)]);
  });

  it('stay where they are when a later step wants them in another place', async () => {
    const { activation } = world();
    await activation.add(['mail/send_message', 'files/read_file']);
    const { added } = await activation.add(['weather__forecast', 'files__read_file', 'mail__send_message']);
    expect(namesOf(added)).toEqual(['weather__forecast']);
    expect(namesOf(activation.tools).slice(3)).toEqual(['mail__send_message', 'files__read_file', 'weather__forecast']);
  });

  it('are another array after each growth, and the earlier ones are as they were', async () => {
    const { activation } = world();
    const before = activation.tools;
    await activation.add(['files/read_file']);
    expect(namesOf(before)).toEqual(META);
    const after = activation.tools;
    await activation.add(['files/read_file']);
    expect(activation.tools).toBe(after);
  });

  it('are each there once when two steps go on at a time', async () => {
    const { activation } = world();
    await Promise.all([
      activation.activate('read a file'),
      activation.activate('read a file'),
      activation.add(['read_file']),
    ]);
    expect(new Set(namesOf(activation.tools)).size).toBe(activation.tools.length);
  });

  it('are the meta-tools alone after a restart', async () => {
    const { activation } = world();
    await activation.add(['files/read_file']);
    activation.restart();
    expect(namesOf(activation.tools)).toEqual(META);
  });

  it('name what cannot be added, and why', async () => {
    const { activation } = world();
    const { added, leftOut } = await activation.add(['read_fil', 'files/read_file']);
    expect(namesOf(added)).toEqual(['files__read_file']);
    expect(leftOut).toEqual([
      { name: 'read_fil', reason: expect.stringContaining('Did you mean files__read_file') as unknown },
    ]);
  });
});

describe('the cap', () => {
  it('is met to the tool; what does not fit is left out and can still be called', async () => {
    const { activation, source } = world({ limit: 5 });
    const { added, leftOut } = await activation.add(['files/read_file', 'mail/send_message', 'weather/forecast']);
    expect(namesOf(added)).toEqual(['files__read_file', 'mail__send_message']);
    expect(leftOut).toEqual([
      { name: 'weather__forecast', reason: 'This conversation has 5 tools already: call it through call_tool.' },
    ]);
    expect(activation.tools).toHaveLength(5);
    await activation.call('call_tool', { name: 'weather__forecast', arguments: { city: 'x' } });
    expect(source.calls).toMatchObject([{ tool: 'weather/forecast' }]);
  });

  it('holds the meta-tools at least, and at most 1,000', () => {
    const { loader } = world();
    for (const limit of [3, 1_000]) expect(() => createActivation(loader, { limit })).not.toThrow();
    for (const limit of [2, 1_001, 3.5]) expect(() => createActivation(loader, { limit })).toThrow(/limit/);
  });
});

describe('a call in a conversation', () => {
  it('reaches the tool as it was shown', async () => {
    const { activation, source } = world();
    await activation.add(['files/read_file']);
    expect((await activation.call('files__read_file', { path: 'a' })).isError).toBe(false);
    expect(source.calls).toMatchObject([{ tool: 'files/read_file', args: { path: 'a' } }]);
  });

  it.each([
    [
      'changed',
      [catalogTool('files/read_file', { inputSchema: parameters('uri') })],
      /was changed after you were shown it/,
    ],
    ['removed', [], /No tool is called "files__read_file"/],
    ['held', [catalogTool('files/read_file', { state: 'held' })], /new or was changed/],
  ])(
    'of a tool that was %s since is answered by what to do, and the tool stays in its place',
    async (_, tools, text) => {
      const { activation, source } = world();
      await activation.add(['files/read_file', 'mail/send_message']);
      const before = JSON.stringify(activation.tools);
      source.tools = [...tools, ...source.tools.filter(({ id }) => id !== 'files/read_file')];
      const result = await activation.call('files__read_file', { path: 'a' });
      expect(result.isError).toBe(true);
      expect(String(result.content[0]?.['text'])).toMatch(text);
      expect(source.calls).toEqual([]);
      await activation.add(['weather/forecast']);
      expect(JSON.stringify(activation.tools).startsWith(before.slice(0, -1))).toBe(true);
    },
  );

  it('goes through when only what no model sees was changed', async () => {
    const { activation, source } = world();
    await activation.add(['files/read_file']);
    source.tools = source.tools.map((tool) =>
      tool.id === 'files/read_file' ? { ...tool, hash: 'other', outputSchema: {} } : tool,
    );
    expect((await activation.call('files__read_file', { path: 'a' })).isError).toBe(false);
  });

  it('reaches a changed tool through call_tool, whose caller can know it anew', async () => {
    const { activation, source } = world();
    await activation.add(['files/read_file']);
    source.tools = [catalogTool('files/read_file', { inputSchema: parameters('uri') })];
    expect((await activation.call('call_tool', { name: 'files__read_file', arguments: { uri: 'a' } })).isError).toBe(
      false,
    );
  });

  it('of a tool that was away and came back changed is not made', async () => {
    const { activation, source } = world();
    await activation.add(['files/read_file']);
    source.tools = [];
    const cached = source.listTools.bind(source);
    source.listTools = (options = {}) => {
      if (options.from !== 'cached')
        source.tools = [catalogTool('files/read_file', { inputSchema: parameters('uri') })];
      return cached(options);
    };
    const result = await activation.call('files__read_file', { path: 'a' });
    expect(String(result.content[0]?.['text'])).toMatch(/was changed after you were shown it/);
    expect(source.calls).toEqual([]);
  });

  it('is a result, too, when the catalog cannot be had', async () => {
    const { activation, source } = world();
    await activation.add(['files/read_file']);
    source.listTools = () => Promise.reject(new McpError('closed', 'The client is closed.'));
    expect(await activation.call('files__read_file', { path: 'a' })).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: expect.stringContaining('The client is closed.') as unknown }],
    });
  });

  it('is counted once', async () => {
    const { activation, loader } = world();
    await activation.add(['files/read_file']);
    await activation.call('files__read_file', { path: 'a' });
    expect(loader.stats().calls).toEqual({ searches: 0, tools: 1, failed: 0 });
  });

  it('throws the reason of an aborted signal', async () => {
    const { activation } = world();
    const reason = new Error('enough');
    await activation.add(['files/read_file']);
    for (const name of ['search_tools', 'files__read_file']) {
      await expect(activation.call(name, {}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    }
  });
});
