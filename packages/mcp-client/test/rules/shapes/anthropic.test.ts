import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { META_TOOLS } from '../../../src/rules/exposure/meta-tools.ts';
import { parseAnthropicToolUse, toAnthropicToolResult, toAnthropicTools } from '../../../src/rules/shapes/anthropic.ts';
import { PDF, PNG, resultOf, SOUND, TEXT, TIFF } from './results.ts';

describe('tools for the Messages API', () => {
  it('are what its own types say', () => {
    const tools = toAnthropicTools(META_TOOLS, { cacheAfter: 'last', deferLoading: () => false });
    tools satisfies Anthropic.Tool[];
    const request = { model: 'm', max_tokens: 1, messages: [], tools } satisfies Anthropic.MessageCreateParams;
    expect(request.tools[2]).toEqual({
      name: 'call_tool',
      description: 'Calls a tool by name, with arguments that fit its inputSchema.',
      input_schema: META_TOOLS[2]?.inputSchema,
      cache_control: { type: 'ephemeral' },
    });
  });

  it('carry no member that was not asked for', () => {
    const [tool] = toAnthropicTools([{ name: 'a', description: '', inputSchema: { type: 'object' }, tags: ['x'] }]);
    expect(JSON.stringify(tool)).toBe('{"name":"a","input_schema":{"type":"object"}}');
  });

  it('end the cached prefix at the place given, for as long as given', () => {
    const tools = toAnthropicTools(META_TOOLS, { cacheAfter: 1, cacheTtl: '1h' });
    expect(tools.map((tool) => tool.cache_control)).toEqual([undefined, { type: 'ephemeral', ttl: '1h' }, undefined]);
  });

  it('never mark a deferred tool, which the API refuses', () => {
    const tools = toAnthropicTools(META_TOOLS, {
      cacheAfter: 'last',
      deferLoading: ({ name }) => name !== 'search_tools',
    });
    expect(tools.map((tool) => [tool.defer_loading, tool.cache_control !== undefined])).toEqual([
      [undefined, true],
      [true, false],
      [true, false],
    ]);
  });

  it.each([-1, 3, 1.5])('refuse the place %d, which is not in the array', (cacheAfter) => {
    expect(() => toAnthropicTools(META_TOOLS, { cacheAfter })).toThrow(TypeError);
  });
});

describe('a tool_use block', () => {
  it('is read as a call', () => {
    const block: Pick<Anthropic.ToolUseBlock, 'id' | 'name' | 'input'> = {
      id: 'tu_1',
      name: 'call_tool',
      input: { name: 'a' },
    };
    expect(parseAnthropicToolUse(block)).toEqual({
      id: 'tu_1',
      name: 'call_tool',
      arguments: { name: 'a' },
      flaw: undefined,
    });
    expect(parseAnthropicToolUse({ ...block, input: [] }).flaw).toBeDefined();
  });
});

describe('a tool_result block', () => {
  it('is what the types of the API say, with images and documents', () => {
    const result = toAnthropicToolResult('tu_1', resultOf(TEXT, PNG, TIFF, PDF, SOUND));
    result satisfies Anthropic.ToolResultBlockParam;
    expect(result).toEqual({
      type: 'tool_result',
      tool_use_id: 'tu_1',
      content: [
        { type: 'text', text: 'done' },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
        { type: 'text', text: '[image of type image/tiff, 3 bytes, not shown]' },
        { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERg==' } },
        { type: 'text', text: '[file of type audio/wav, 4 bytes, not shown]' },
      ],
    });
  });

  it('has a note in the place of a document that is no base64', () => {
    const broken = { type: 'resource', resource: { ...PDF.resource, blob: '*' } };
    expect(toAnthropicToolResult('tu_1', resultOf(broken)).content).toEqual([
      { type: 'text', text: '[file of type application/pdf, 0 bytes, not shown]' },
    ]);
  });

  it('says that the call failed', () => {
    expect(toAnthropicToolResult('tu_1', { ...resultOf(TEXT), isError: true }).is_error).toBe(true);
  });
});
