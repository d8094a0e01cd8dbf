import { describe, expect, it } from 'vitest';
import { LIST_SERVERS, META_TOOLS } from '../../../src/rules/exposure/meta-tools.ts';
import { estimateTokens } from '../../../src/rules/tokens/estimate-tokens.ts';

describe('the meta-tools', () => {
  it('are these bytes, because every cached prompt begins with them', () => {
    expect(META_TOOLS.map((tool) => JSON.stringify(tool))).toEqual([
      '{"name":"search_tools","description":"Finds tools for what you want to do. Answers names and one line each; call describe_tools for the parameters, then call_tool.","inputSchema":{"additionalProperties":false,"properties":{"query":{"description":"What you want to do, in words, or a name.","type":"string"},"limit":{"default":5,"maximum":20,"minimum":1,"type":"integer"},"detail":{"enum":["name","summary","full"],"type":"string","default":"summary"},"servers":{"items":{"type":"string"},"type":"array","description":"Only these servers."}},"required":["query"],"type":"object"},"tags":[]}',
      '{"name":"describe_tools","description":"Describes tools by name, with the schemas of their parameters.","inputSchema":{"additionalProperties":false,"properties":{"names":{"items":{"type":"string"},"type":"array","maxItems":20,"minItems":1},"detail":{"enum":["name","summary","full"],"type":"string","default":"full"}},"required":["names"],"type":"object"},"tags":[]}',
      '{"name":"call_tool","description":"Calls a tool by name, with arguments that fit its inputSchema.","inputSchema":{"additionalProperties":false,"properties":{"name":{"type":"string"},"arguments":{"type":"object"}},"required":["name"],"type":"object"},"tags":[]}',
    ]);
  });

  it('cannot be changed by whoever holds them', () => {
    expect(Object.isFrozen(META_TOOLS)).toBe(true);
    expect(Object.isFrozen(META_TOOLS[0]?.inputSchema['properties'])).toBe(true);
    expect(Object.isFrozen(LIST_SERVERS.inputSchema)).toBe(true);
  });

  it('cost less than 350 tokens together', () => {
    expect(estimateTokens(JSON.stringify(META_TOOLS))).toBeLessThan(350);
  });
});
