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
import { readMadeUpTools } from './corpus/read-made-up.ts';
import { createToolCorpus } from './corpus/tool-corpus.ts';
import { catalogTool, createFakeSource } from './loader-world.ts';

const TOOLS = createToolCorpus(500).map(({ id, serverDescription, description, inputSchema }) =>
  catalogTool(id, { serverDescription, description, inputSchema }),
);
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
  'create a new contact at the company',
  'list the open tickets of the helpdesk',
  'which invoices were not paid?',
  'delete the old parcel label',
  'update the vacancy',
  'create an interview and send an offer to the candidate',
  'get the certificate of a student',
  'create an appointment and a prescription',
  'list the vehicles, then get the driver of one',
  'get the lease of the tenant',
  'create a booking of the venue',
  'list the loans of a reader',
  'update the irrigation plan of the field',
  'list every outage of last week',
  'create a correction of the article',
  'create an alert rule on the log stream',
  'get the artifact of the pipeline',
  'update the deployment and its ingress',
  'delete a user from the group',
  'create an expense claim for the hotel stay',
];

describe('the tokens of a catalog of 500 tools', () => {
  const loader = new ProgressiveMCPLoader(createFakeSource(TOOLS));

  it('are estimated within 10 % of o200k, and within 25 % for each tool', () => {
    expectEstimates(TEXTS);
  });

  it('are estimated as well where tools are written by hand', () => {
    const tools = readMadeUpTools();
    expectEstimates(
      tools.map(({ name, description, inputSchema }) => JSON.stringify({ name, description, inputSchema })),
    );
  });

  it.each(TURNS)('shrink to a fiftieth, meta-tools and all, for: %s', async (task) => {
    const { exposed } = await loader.select(task);
    expect(exposed.length).toBeGreaterThan(0);
    const used = sum([...loader.metaTools, ...exposed].map((tool) => count(definitionText(tool))));
    expect(used / sum(REAL)).toBeLessThanOrEqual(0.02);
  });

  it('are said by the selection itself', async () => {
    const exact = new ProgressiveMCPLoader(createFakeSource(TOOLS), { countTokens: count });
    const { savings } = await exact.select(TURNS[0] ?? '');
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
