import { type CatalogTool, McpError } from '@wicketgate/mcp-client';
import { expect, test } from 'vitest';
import { styleOf } from '../../../src/rules/views/style.ts';
import {
  changeText,
  hitTable,
  problemSentence,
  summaryOf,
  toolDocument,
  toolTable,
  toolText,
  traitsOf,
} from '../../../src/rules/views/tool-view.ts';

const style = styleOf('plain');

function tool(more: Partial<CatalogTool> = {}): CatalogTool {
  const inputSchema = {
    properties: { path: { type: 'string', description: 'Where.\nIt is.' }, mode: { enum: ['a', 'b'] }, any: true },
    required: ['path'],
  };
  return {
    ...{
      id: 'files/read',
      server: 'files',
      name: 'read',
      wireName: 'files__read',
      hash: 'f'.repeat(64),
      state: 'ready',
    },
    ...{ description: 'Reads a file. And more.', inputSchema, ...more },
  };
}

test('a summary is the first sentence, in one line, without what a terminal acts on', () => {
  expect(summaryOf(tool())).toBe('Reads a file.');
  expect(summaryOf({ description: '\u001b[2JReads\na file' })).toBe('Reads a file');
  expect(summaryOf({ description: 'Sees e.g.this file' })).toBe('Sees e.g.this file');
  expect(summaryOf({ title: 'Read' })).toBe('Read');
});

test.each([
  [90, 90],
  [91, 90],
])('a sentence of %d characters is shown with %d', (length, shown) => {
  expect(summaryOf({ description: 'x'.repeat(length) })).toHaveLength(shown);
});

test('what a tool does is what its server says, and nothing where it says nothing', () => {
  expect(traitsOf({ annotations: { readOnlyHint: true, destructiveHint: true } })).toBe('reads');
  expect(traitsOf({ annotations: { destructiveHint: false } })).toBe('writes');
  expect(traitsOf({ annotations: { destructiveHint: true } })).toBe('destroys');
  expect(traitsOf({})).toBe('');
});

test('a held tool is marked', () => {
  expect(toolTable([tool({ state: 'held' })], { detail: 'summary', style })).toContain('held');
  expect(toolText(tool({ state: 'held' }), style)).toContain('wicketgate tools approve');
});

test('names alone are one a line', () => {
  expect(toolTable([tool(), tool({ id: 'files/write' })], { detail: 'name', style })).toBe('files/read\nfiles/write');
});

test('a tool whole has a line for each argument', () => {
  const text = toolText(tool(), style);
  expect(text).toMatch(/path \* +string +Where\. It is\./);
  expect(text).toMatch(/mode +"a"\|"b"/);
  expect(text).toMatch(/any +any/);
  expect(toolText(tool({ inputSchema: {} }), style)).toContain('It takes no arguments.');
});

test('hits have their rank and their reasons', () => {
  const table = hitTable([{ tool: tool(), score: 1, reasons: ['name: read', 'exact name'] }], style);
  expect(table).toMatch(/1 +files\/read +1\.00 +Reads a file\. +name: read; exact name/);
});

test('a difference is shown line by line, and cannot forge one', () => {
  const difference = '- description: a\n+ description: b\u001b[1A\rforged';
  const change = {
    tool: 'files/read',
    kind: 'renamed',
    from: 'files/get',
    difference,
    hash: undefined,
    held: true,
  } as const;
  expect(changeText([change], style).split('\n')).toEqual([
    'files/read  renamed (was files/get)  held',
    '  - description: a',
    '  + description: b forged',
  ]);
});

test('a problem names its server once', () => {
  const error = new McpError('timeout', 'files: It did not answer.');
  expect(problemSentence({ server: 'files', error })).toBe('files: It did not answer. (timeout)');
  expect(problemSentence({ server: 'docs', error })).toBe('docs: files: It did not answer. (timeout)');
});

test('documents hold what was asked for, and schemas as they came', () => {
  expect(toolDocument(tool(), 'name')).toEqual({
    ...{ id: 'files/read', server: 'files', name: 'read', wire_name: 'files__read', state: 'ready' },
  });
  expect(toolDocument(tool(), 'summary')).toMatchObject({ summary: 'Reads a file.' });
  expect(toolDocument(tool({ inputSchema: { maxItems: 1 } }), 'full')).toMatchObject({ inputSchema: { maxItems: 1 } });
});
