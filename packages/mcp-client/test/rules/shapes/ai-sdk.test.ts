import { generateText, jsonSchema, stepCountIs, type ToolSet } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { describe, expect, it } from 'vitest';
import { META_TOOLS } from '../../../src/rules/exposure/meta-tools.ts';
import { toAiSdkTools } from '../../../src/rules/shapes/ai-sdk.ts';
import type { ModelToolCaller } from '../../../src/words/exposed-tool.ts';
import type { JsonObject } from '../../../src/words/tool.ts';
import { PNG, resultOf, SOUND, TEXT, TIFF } from './results.ts';

const schemaOf = (schema: JsonObject) => jsonSchema(schema);

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** A model that calls a tool with this input, then says `ok`. */
function modelCalling(toolName: string, input: string): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    doGenerate: [
      {
        content: [{ type: 'tool-call', toolCallId: 'c_1', toolName, input }],
        finishReason: { unified: 'tool-calls', raw: undefined },
        usage: USAGE,
        warnings: [],
      },
      {
        content: [{ type: 'text', text: 'ok' }],
        finishReason: { unified: 'stop', raw: undefined },
        usage: USAGE,
        warnings: [],
      },
    ],
  });
}

interface Recorded {
  readonly name: string;
  readonly args: JsonObject;
  readonly signal: AbortSignal | undefined;
}

function recordingCaller(isError: boolean): ModelToolCaller & { readonly calls: Recorded[] } {
  const calls: Recorded[] = [];
  return {
    calls,
    call(name, args, options) {
      calls.push({ name, args, signal: options?.signal });
      return Promise.resolve({ ...resultOf(TEXT, PNG), isError });
    },
  };
}

describe('tools for the AI SDK', () => {
  it('are a ToolSet by its own types', () => {
    const tools = toAiSdkTools(META_TOOLS, { caller: recordingCaller(false), jsonSchema: schemaOf });
    tools satisfies ToolSet;
    expect(Object.keys(tools)).toEqual(['search_tools', 'describe_tools', 'call_tool']);
  });

  it('reach the model with their schemas, run through the caller, and give it text and images', async () => {
    const caller = recordingCaller(false);
    const model = modelCalling('search_tools', '{"query":"x"}');
    const tools = toAiSdkTools(META_TOOLS, { caller, jsonSchema: schemaOf });
    const ending = new AbortController();
    const { text } = await generateText({
      model,
      tools,
      prompt: 'p',
      stopWhen: stepCountIs(2),
      abortSignal: ending.signal,
    });
    expect(text).toBe('ok');
    expect(caller.calls).toMatchObject([{ name: 'search_tools', args: { query: 'x' } }]);
    expect(caller.calls[0]?.signal).toBeInstanceOf(AbortSignal);
    expect(model.doGenerateCalls[0]?.tools?.[0]).toMatchObject({
      type: 'function',
      name: 'search_tools',
      inputSchema: META_TOOLS[0]?.inputSchema,
    });
    const answered = JSON.stringify(model.doGenerateCalls[1]?.prompt);
    expect(answered).toContain('"text":"done"');
    expect(answered).toContain('iVBORw==');
  });

  it('give it a note of what no model takes, and every other file', () => {
    const tools = toAiSdkTools(META_TOOLS, { caller: recordingCaller(false), jsonSchema: schemaOf });
    const output = resultOf(TIFF, { ...PNG, data: '' }, SOUND);
    expect(tools['call_tool']?.toModelOutput({ output })).toEqual({
      type: 'content',
      value: [
        { type: 'text', text: '[image of type image/tiff, 3 bytes, not shown]' },
        { type: 'text', text: '[image of type image/png, 0 bytes, not shown]' },
        { type: 'file', data: { type: 'data', data: 'AAAAAA==' }, mediaType: 'audio/wav' },
      ],
    });
  });

  it('tell the model that a call failed', async () => {
    const model = modelCalling('call_tool', '{"name":"a"}');
    const tools = toAiSdkTools(META_TOOLS, { caller: recordingCaller(true), jsonSchema: schemaOf });
    await generateText({ model, tools, prompt: 'p', stopWhen: stepCountIs(2) });
    expect(JSON.stringify(model.doGenerateCalls[1]?.prompt)).toContain('"type":"error-text"');
  });

  it('call nothing with input that is no object', async () => {
    const caller = recordingCaller(false);
    const tools = toAiSdkTools(META_TOOLS, { caller, jsonSchema: schemaOf });
    expect(await tools['call_tool']?.execute([1], {})).toMatchObject({ isError: true });
    expect(caller.calls).toEqual([]);
  });
});
