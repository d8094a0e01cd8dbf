import { describe, expect, it } from 'vitest';
import { savingsOf, toolSets } from '../../../src/rules/loader/tool-sets.ts';
import { catalogTool } from '../../loader-world.ts';

describe('the tools of a selection by server', () => {
  it('stand in the order of their first tool, with its priority and the reasons joined', () => {
    const tools = [
      { tool: catalogTool('b/1'), priority: 'critical' as const, score: 1, reasons: ['exact name'] },
      { tool: catalogTool('a/1'), priority: 'high' as const, score: 1, reasons: ['name: x'] },
      { tool: catalogTool('b/2'), priority: 'low' as const, score: 1, reasons: ['exact name', 'name: y'] },
    ];
    expect(toolSets(tools)).toEqual([
      { server: 'b', tools: ['b__1', 'b__2'], rationale: 'exact name; name: y', priority: 'critical' },
      { server: 'a', tools: ['a__1'], rationale: 'name: x', priority: 'high' },
    ]);
  });
});

describe('savings', () => {
  it('are what the selection and the meta-tools leave, and never less than nothing', () => {
    expect(savingsOf({ allTokens: 1_000, selectionTokens: 100, metaToolTokens: 50 }).ratio).toBeCloseTo(0.85);
    expect(savingsOf({ allTokens: 100, selectionTokens: 100, metaToolTokens: 50 }).ratio).toBe(0);
    expect(savingsOf({ allTokens: 0, selectionTokens: 0, metaToolTokens: 50 }).ratio).toBe(0);
  });
});
