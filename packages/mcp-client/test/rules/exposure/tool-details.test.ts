import { describe, expect, it } from 'vitest';
import { exposeTool } from '../../../src/rules/exposure/expose-tool.ts';
import { describeTool, describeTools, MAX_DETAILS_LENGTH } from '../../../src/rules/exposure/tool-details.ts';
import type { CatalogTool } from '../../../src/words/tool.ts';
import { catalogTool, parameters } from '../../loader-world.ts';

const described = (tool: CatalogTool) => ({
  tool,
  exposed: exposeTool(tool, 1_000_000).exposed ?? expect.fail(tool.id),
});

describe('what is told of a tool', () => {
  const tool = described(
    catalogTool('a/b', {
      description: 'First. Second.',
      inputSchema: parameters('x'),
      outputSchema: { type: 'object', $schema: 'y' },
    }),
  );

  it('is as much as the level of detail says, in a fixed order', () => {
    expect(JSON.stringify(describeTool(tool, 'name'))).toBe('{"name":"a__b"}');
    expect(JSON.stringify(describeTool(tool, 'summary'))).toBe('{"name":"a__b","description":"First."}');
    expect(JSON.stringify(describeTool(tool, 'full'))).toBe(
      '{"name":"a__b","description":"First. Second.","inputSchema":{"properties":{"x":{"type":"string"}},"type":"object"},"outputSchema":{"type":"object"}}',
    );
  });

  it('leaves out what there is not, and an output schema that cannot be shown', () => {
    for (const value of ['\u200b', 'v'.repeat(50_000)]) {
      const bare = described(catalogTool('a/b', { outputSchema: { enum: [value] } }));
      expect(describeTool(bare, 'full')).toEqual({ name: 'a__b', inputSchema: { type: 'object', properties: {} } });
    }
  });
});

describe('several tools in one answer', () => {
  /** A tool whose full details are so long. */
  const long = (id: string, length: number) => {
    const bare = JSON.stringify(describeTool(described(catalogTool(id, { description: 'd' })), 'full')).length;
    return described(catalogTool(id, { description: 'd'.repeat(length - bare + 1) }));
  };

  it('are told in full as long as they fit, and shortly from there on', () => {
    const half = MAX_DETAILS_LENGTH / 2;
    const fitting = describeTools([long('a/1', half), long('a/2', half)], 'full');
    expect(fitting.shortened).toEqual([]);
    const over = describeTools([long('a/1', half), long('a/2', half + 1), long('a/3', 200)], 'full');
    expect(over.shortened).toEqual(['a__2']);
    expect(over.tools.map((told) => 'inputSchema' in told)).toEqual([true, false, true]);
  });

  it('always hold the first in full', () => {
    expect(describeTools([long('a/1', 49_000)], 'full').shortened).toEqual([]);
  });
});
