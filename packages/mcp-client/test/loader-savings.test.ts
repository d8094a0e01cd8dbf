import { readFileSync } from 'node:fs';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import {
  countStableBytes,
  createActivation,
  estimateTokens,
  ProgressiveMCPLoader,
  toAnthropicTools,
  toOpenAiResponseTools,
} from '../src/loader.ts';
import { definitionText, exposeTool } from '../src/rules/exposure/expose-tool.ts';
import type { ToolDefinition } from '../src/words/tool.ts';
import { createFakeSource } from './loader-world.ts';
import { manyTools } from './many-tools.ts';

const TOOLS = manyTools(500);
const TEXTS = TOOLS.map((tool) => definitionText(exposeTool(tool).exposed ?? expect.fail(tool.id)));
const count = (text: string) => encode(text).length;
const REAL = TEXTS.map(count);
const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

function expectEstimates(texts: readonly string[]): void {
  const real = texts.map(count);
  const estimated = texts.map(estimateTokens);
  expect(Math.abs(sum(estimated) / sum(real) - 1)).toBeLessThan(0.1);
  for (const [at, tokens] of real.entries()) expect(Math.abs((estimated[at] ?? 0) / tokens - 1)).toBeLessThan(0.25);
}

/** One conversation, turn by turn. */
const TURNS = [
  'create an issue about the broken build',
  'add a label to it',
  'which pull requests are open?',
  'delete the old branch',
  'search the messages of last week',
  'send the invoice again to the customer',
  'refund the last payment of a subscription',
  'schedule a meeting and book a meeting room',
  'export the table as CSV',
  'create an index on the table, then make a backup',
  'why was there an alert?',
  'list the instances with their volumes',
  'open a firewall rule',
  'find the wiki page about releases',
  'copy the template',
  'archive the mailbox rule',
  'restore the backup',
  'get the dashboard of the load balancer',
  'create a share link',
  'update the milestone and close the sprint',
];

describe('the tokens of a catalog of 500 tools', () => {
  it('are estimated within 10 % of o200k, and within 25 % for each tool', () => {
    expectEstimates(TEXTS);
  });

  it('are estimated as well where tools are written by hand', () => {
    const lines = readFileSync(new URL('./corpus/made-up.tools.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const tools = lines.map((line) => JSON.parse(line) as ToolDefinition);
    expectEstimates(
      tools.map(({ name, description, inputSchema }) => JSON.stringify({ name, description, inputSchema })),
    );
  });

  it.each(TURNS)('shrink to a fiftieth, meta-tools and all, for: %s', async (task) => {
    const loader = new ProgressiveMCPLoader(createFakeSource(TOOLS));
    const { exposed } = await loader.select(task);
    expect(exposed.length).toBeGreaterThan(0);
    const used = sum([...loader.metaTools, ...exposed].map((tool) => count(definitionText(tool))));
    expect(used / sum(REAL)).toBeLessThanOrEqual(0.02);
  });

  it('are said by the selection itself', async () => {
    const loader = new ProgressiveMCPLoader(createFakeSource(TOOLS), { countTokens: count });
    const { savings } = await loader.select(TURNS[0] ?? '');
    expect(savings.allTokens).toBe(sum(REAL));
    expect(savings.ratio).toBeGreaterThanOrEqual(0.98);
  });
});

describe('a conversation of twenty turns', () => {
  const shapes = {
    'Messages API': (tools: Parameters<typeof toAnthropicTools>[0]) => toAnthropicTools(tools, { cacheAfter: 2 }),
    'Responses API': (tools: Parameters<typeof toAnthropicTools>[0]) => toOpenAiResponseTools(tools),
  };

  it.each(Object.entries(shapes))(
    'never changes a byte before the last appended tool in the tools of the %s',
    async (_, shape) => {
      const source = createFakeSource(TOOLS);
      const activation = createActivation(new ProgressiveMCPLoader(source));
      let before = shape(activation.tools);
      let grown = 0;
      for (const [turn, task] of TURNS.entries()) {
        // Servers change under the conversation: one tool goes, another is described anew, and the order is another.
        if (turn === 8) source.tools = [...source.tools].reverse();
        if (turn === 12)
          source.tools = source.tools
            .slice(50)
            .map((tool) => ({ ...tool, description: 'Anew.', hash: `${tool.hash}!` }));
        await activation.activate(task);
        const after = shape(activation.tools);
        expect(countStableBytes(before, after)).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(before)) - 1);
        if (after.length > before.length) grown++;
        before = after;
      }
      expect(grown).toBeGreaterThan(10);
      expect(before.length).toBeLessThanOrEqual(128);
    },
  );

  it('never changes a byte at all with the meta-tools alone', async () => {
    const source = createFakeSource(TOOLS);
    const loader = new ProgressiveMCPLoader(source, { directShare: 0 });
    const { tools } = await loader.expose();
    const first = JSON.stringify(tools);
    source.tools = source.tools.slice(1);
    expect(JSON.stringify((await loader.expose()).tools)).toBe(first);
  });
});
