import { expect, test } from 'vitest';
import { bridgedTools } from '../../../src/rules/bridge/bridged-tools.ts';
import type { CatalogTool } from '../../../src/words/tool.ts';

const HIDDEN = '\u{e0049}\u200b';

function tool(more: Partial<CatalogTool> = {}): CatalogTool {
  const called = { id: 'files/read', server: 'files', name: 'read', wireName: 'files__read', hash: '0'.repeat(64) };
  return { ...called, state: 'ready', inputSchema: { type: 'object' }, ...more };
}

test('what a model reads of a tool holds nothing hidden', () => {
  const shown = tool({
    title: `Read${HIDDEN}\nit`,
    description: `Reads${HIDDEN}.\u001b[31m\nAll.`,
    inputSchema: { type: 'object', properties: { path: { description: `Where${HIDDEN}.` } } },
    outputSchema: { type: 'object', description: `What${HIDDEN}.` },
    annotations: { title: `R${HIDDEN}`, readOnlyHint: true },
  });
  expect(bridgedTools([shown])).toEqual({
    refused: [],
    tools: [
      {
        name: 'files__read',
        title: 'Read it',
        description: 'Reads.\nAll.',
        inputSchema: { type: 'object', properties: { path: { description: 'Where.' } } },
        outputSchema: { type: 'object', description: 'What.' },
        annotations: { title: 'R', readOnlyHint: true },
      },
    ],
  });
});

test('a tool whose parameters cannot be cleaned is not shown, and named with the reason', () => {
  const inputSchema = { type: 'object', properties: { [`path${HIDDEN}`]: {} } };
  const { tools, refused } = bridgedTools([
    tool({ inputSchema }),
    tool({ id: 'files/other', wireName: 'files__other' }),
  ]);
  expect(tools.map(({ name }) => name)).toEqual(['files__other']);
  expect(refused).toEqual([{ id: 'files/read', reason: expect.stringContaining('hidden characters') as string }]);
});

test('of a schema of results that cannot be cleaned the tool does without', () => {
  const { tools } = bridgedTools([tool({ outputSchema: { type: 'object', const: HIDDEN } })]);
  expect(tools).toEqual([{ name: 'files__read', inputSchema: { type: 'object' } }]);
});

test('a held tool is neither shown nor refused', () => {
  expect(bridgedTools([tool({ state: 'held' })])).toEqual({ tools: [], refused: [] });
});
