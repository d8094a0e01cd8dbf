import { describe, expect, it } from 'vitest';
import type { LanguageModelChatTool, LanguageModelToolCallPart, LanguageModelToolInformation } from 'vscode';
import { META_TOOLS } from '../../../src/rules/exposure/meta-tools.ts';
import { parseVsCodeCall, toVsCodeResult, toVsCodeTools } from '../../../src/rules/shapes/vscode.ts';
import { PNG, resultOf, SOUND, TEXT, TIFF } from './results.ts';

const make = {
  text: (value: string) => ({ value }),
  image: (data: Uint8Array, mimeType: string) => ({ data, mimeType }),
};

describe("tools for VS Code's language models", () => {
  it('are what its own types say, for a request and for a list', () => {
    const tools = toVsCodeTools(META_TOOLS);
    tools satisfies LanguageModelChatTool[];
    tools satisfies LanguageModelToolInformation[];
    expect(tools[2]).toEqual(META_TOOLS[2]);
  });
});

describe('a call part', () => {
  it('has a flaw when its input is a list', () => {
    expect(parseVsCodeCall({ callId: 'c_1', name: 'a', input: [1] }).flaw).toBe('The arguments must be a JSON object.');
  });

  it('is read as a call', () => {
    const part: Pick<LanguageModelToolCallPart, 'callId' | 'name' | 'input'> = {
      callId: 'c_1',
      name: 'a',
      input: { b: 1 },
    };
    expect(parseVsCodeCall(part)).toEqual({ id: 'c_1', name: 'a', arguments: { b: 1 }, flaw: undefined });
  });
});

describe('the parts of a result', () => {
  it('are made by the caller, who has their classes', () => {
    expect(toVsCodeResult(resultOf(TEXT, PNG, SOUND), make)).toEqual([
      { value: 'done' },
      { data: Uint8Array.of(0x89, 0x50, 0x4e, 0x47), mimeType: 'image/png' },
      { value: '[file of type audio/wav, 4 bytes, not shown]' },
    ]);
  });

  it('begin with a word about failure', () => {
    expect(toVsCodeResult({ ...resultOf(TEXT), isError: true }, make)[0]).toEqual({ value: 'Error:' });
  });

  it('are a note where an image is of a type that models do not take', () => {
    expect(toVsCodeResult(resultOf(TIFF), make)).toEqual([{ value: '[image of type image/tiff, 3 bytes, not shown]' }]);
  });

  it('are a note where an image is no base64', () => {
    expect(toVsCodeResult(resultOf({ ...PNG, data: '*' }), make)).toEqual([
      { value: '[image of type image/png, 0 bytes, not shown]' },
    ]);
  });
});
