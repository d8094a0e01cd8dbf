import type { ServerProblem, ToolsAnswer, ToolSource } from '@wicketgate/mcp-client';
import { ProgressiveMCPLoader } from '@wicketgate/mcp-client/loader';
import { describe, expect, it } from 'vitest';
import { switchedSource } from '../../src/tools/switched-source.ts';

const toolOf = (name: string) => ({ id: `demo/${name}`, name }) as ToolsAnswer['tools'][number];
const problems: readonly ServerProblem[] = [];

function sourceOf(answer: ToolsAnswer): ToolSource {
  return {
    on: () => () => undefined,
    listTools: () => Promise.resolve(answer),
    callTool: () => Promise.reject(new Error('Nobody calls.')),
  };
}

describe('a source with switches', () => {
  it('lists all but what is switched off, and passes on whatever else was answered', async () => {
    const answer = {
      tools: [toolOf('read'), toolOf('write')],
      problems,
      underWay: ['slow'],
      more: 'of a later version',
    };
    const listed = await switchedSource(sourceOf(answer), (id) => id === 'demo/write').listTools();
    expect(listed).toEqual({ ...answer, tools: [toolOf('read')] });
    expect(listed.problems).toBe(problems);
  });

  it('has a model told which server is under way, and not that it has no such tool', async () => {
    const source = switchedSource(sourceOf({ tools: [], problems, underWay: ['slow'] }), () => false);
    const { content } = await new ProgressiveMCPLoader(source).call('search_tools', { query: 'find a ticket' });
    expect(JSON.stringify(content)).toContain('slow');
  });
});
