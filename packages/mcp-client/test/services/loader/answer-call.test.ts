import { describe, expect, it } from 'vitest';
import { answerToolCall } from '../../../src/services/loader/answer-call.ts';
import { ProgressiveMCPLoader } from '../../../src/services/loader/progressive-mcp-loader.ts';
import { createFakeSource, everydayTools } from '../../loader-world.ts';

describe('a call as a model asked for it', () => {
  it('is made', async () => {
    const source = createFakeSource(everydayTools());
    const loader = new ProgressiveMCPLoader(source);
    const call = { id: 'c_1', name: 'files__read_file', arguments: { path: 'a' }, flaw: undefined };
    expect(await answerToolCall(loader, call)).toMatchObject({ isError: false });
    expect(source.calls).toMatchObject([{ tool: 'files/read_file', args: { path: 'a' } }]);
  });

  it('is sent back, and nothing called, when its arguments cannot be used', async () => {
    const source = createFakeSource(everydayTools());
    const call = { id: 'c_1', name: 'files__read_file', arguments: {}, flaw: 'No JSON.' };
    expect(await answerToolCall(new ProgressiveMCPLoader(source), call)).toEqual({
      content: [{ type: 'text', text: 'No JSON.' }],
      structuredContent: undefined,
      isError: true,
    });
    expect(source.calls).toEqual([]);
  });
});
