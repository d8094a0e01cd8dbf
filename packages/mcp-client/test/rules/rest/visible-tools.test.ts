import { describe, expect, it } from 'vitest';
import { accessOf, VisibleTools } from '../../../src/rules/rest/visible-tools.ts';
import { catalogTool } from '../../loader-world.ts';

const idsOf = (tools: Parameters<VisibleTools['of']>[0], access = accessOf(true)) =>
  new VisibleTools().of(tools, access).map(({ tool }) => tool.id);

describe('the tools of a request', () => {
  it('are those that are ready, can be shown, and are allowed to whoever asks, in their order', () => {
    const hidden = { type: 'object', properties: { 'a\u200bb': {} } };
    const tools = [
      catalogTool('a/two'),
      catalogTool('a/held', { state: 'held' }),
      catalogTool('a/hidden', { inputSchema: hidden }),
      catalogTool('a/one'),
      catalogTool('b/one'),
    ];
    expect(idsOf(tools)).toEqual(['a/two', 'a/one', 'b/one']);
    expect(idsOf(tools, accessOf({ allow: ['a'], deny: ['a/two'] }))).toEqual(['a/one']);
    expect(idsOf(tools, accessOf({ allow: [] }))).toEqual([]);
  });

  it('have one wire name each, the first of two, also for whoever may not use that one', () => {
    const tools = [catalogTool('a/x', { wireName: 'same' }), catalogTool('b/x', { wireName: 'same' })];
    expect(idsOf(tools)).toEqual(['a/x']);
    expect(idsOf(tools, accessOf({ deny: ['a'] }))).toEqual([]);
  });
});
