import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { META_TOOLS } from '../../../src/rules/exposure/meta-tools.ts';
import {
  parseOpenAiChatCall,
  parseOpenAiResponseCall,
  toOpenAiChatResult,
  toOpenAiChatTools,
  toOpenAiResponseResult,
  toOpenAiResponseTools,
} from '../../../src/rules/shapes/openai.ts';
import { PNG, resultOf, SOUND, TEXT, TIFF } from './results.ts';

const CLOSED = {
  name: 'closed',
  description: '',
  inputSchema: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
  tags: [],
};

describe('tools for Chat Completions', () => {
  it('are what its own types say, and not strict', () => {
    const tools = toOpenAiChatTools([...META_TOOLS, CLOSED]);
    tools satisfies OpenAI.ChatCompletionFunctionTool[];
    const request = { model: 'm', messages: [], tools } satisfies OpenAI.ChatCompletionCreateParams;
    expect(request.tools[3]).toEqual({
      type: 'function',
      function: { name: 'closed', parameters: CLOSED.inputSchema },
    });
  });

  it('are strict where their schema allows it and that is asked for', () => {
    const tools = toOpenAiChatTools([...META_TOOLS, CLOSED], { strict: 'where-possible' });
    expect(tools.map((tool) => tool.function.strict)).toEqual([undefined, undefined, undefined, true]);
  });
});

describe('tools for the Responses API', () => {
  it('are what its own types say, and say that they are not strict', () => {
    const tools = toOpenAiResponseTools([CLOSED], { deferLoading: () => true });
    tools satisfies OpenAI.Responses.FunctionTool[];
    const request = { model: 'm', input: '', tools } satisfies OpenAI.Responses.ResponseCreateParams;
    expect(request.tools).toEqual([
      { type: 'function', name: 'closed', parameters: CLOSED.inputSchema, strict: false, defer_loading: true },
    ]);
    expect(toOpenAiResponseTools([CLOSED], { strict: 'where-possible' })[0]?.strict).toBe(true);
  });
});

describe('a call of a model', () => {
  const call = (args: string): OpenAI.ChatCompletionMessageFunctionToolCall => ({
    id: 'c_1',
    type: 'function',
    function: { name: 'a', arguments: args },
  });

  it('has its arguments read from JSON', () => {
    expect(parseOpenAiChatCall(call('{"b":1}'))).toEqual({
      id: 'c_1',
      name: 'a',
      arguments: { b: 1 },
      flaw: undefined,
    });
    expect(parseOpenAiChatCall(call('')).arguments).toEqual({});
    const item: OpenAI.Responses.ResponseFunctionToolCall = {
      type: 'function_call',
      call_id: 'c_2',
      name: 'a',
      arguments: '{"b":1}',
    };
    expect(parseOpenAiResponseCall(item)).toEqual({ id: 'c_2', name: 'a', arguments: { b: 1 }, flaw: undefined });
  });

  it.each(['{"b":', '[1]', '"x"', 'null'])('has a flaw when its arguments are %s', (args) => {
    const { flaw, arguments: read } = parseOpenAiChatCall(call(args));
    expect(read).toEqual({});
    if (args === 'null') expect(flaw).toBe('The arguments must be a JSON object.');
    else expect(flaw).toMatch(/JSON/);
  });
});

describe('a result', () => {
  it('is text alone for Chat Completions', () => {
    const message = toOpenAiChatResult('c_1', resultOf(TEXT, PNG));
    message satisfies OpenAI.ChatCompletionToolMessageParam;
    expect(message).toEqual({
      role: 'tool',
      tool_call_id: 'c_1',
      content: 'done\n[image of type image/png, 4 bytes, not shown]',
    });
  });

  it('has images for the Responses API', () => {
    const item = toOpenAiResponseResult('c_1', resultOf(TEXT, PNG, SOUND, TIFF));
    item satisfies OpenAI.Responses.ResponseInputItem;
    expect(item.output).toEqual([
      { type: 'input_text', text: 'done' },
      { type: 'input_image', image_url: 'data:image/png;base64,iVBORw==', detail: 'auto' },
      { type: 'input_text', text: '[file of type audio/wav, 4 bytes, not shown]' },
      { type: 'input_text', text: '[image of type image/tiff, 3 bytes, not shown]' },
    ]);
  });

  it('says in its text that the call failed, because these APIs have no mark for it', () => {
    const failed = { ...resultOf(TEXT), isError: true };
    expect(toOpenAiChatResult('c_1', failed).content).toBe('Error: done');
    expect(toOpenAiResponseResult('c_1', failed).output[0]).toEqual({ type: 'input_text', text: 'Error:' });
  });
});
