import type { ToolResult } from '@wicketgate/mcp-client';
import { expect, test } from 'vitest';
import { extensionOf, resultDocument, resultFiles, resultText } from '../../../src/rules/views/result-view.ts';

function result(content: ToolResult['content'], more: Partial<ToolResult> = {}): ToolResult {
  const base = { tool: 'a/b', structuredContent: undefined, isError: false, truncated: undefined };
  return { ...base, content, durationMs: 5, attempts: 1, ...more };
}

test('texts keep their lines, columns and indents, and lose what a terminal acts on', () => {
  const text = 'one\n  two\tthree\r\n\u001b[31mred\u001b[0m \u202eturned\u0007';
  expect(resultText(result([{ type: 'text', text }]))).toBe('one\n  two\tthree\nred  turned');
});

test('what is no text is told in a line', () => {
  const blocks = [
    { type: 'image', data: 'AA==', mimeType: 'image/png' },
    { type: 'resource_link', uri: 'file:///a', name: 'a' },
    { type: 'resource', resource: { uri: 'file:///b', text: 'inside' } },
    { type: 'resource', resource: { uri: 'file:///c', blob: 'AA==', mimeType: 'application/pdf' } },
  ];
  expect(resultText(result(blocks)).split('\n')).toEqual([
    '[1] image: image/png, --output FILE keeps it',
    '[2] link: file:///a a',
    'inside',
    '[4] file:///c: application/pdf, --output FILE keeps it',
  ]);
});

test('structured content stands in for missing text', () => {
  expect(resultText(result([], { structuredContent: { a: 1 } }))).toBe('{\n  "a": 1\n}');
  expect(resultText(result([{ type: 'text', text: 'x' }], { structuredContent: { a: 1 } }))).toBe('x');
});

test('what was left out is told', () => {
  const truncated = { bytes: 20, keptBytes: 10, uri: 'wicketgate-result:x' };
  expect(resultText(result([{ type: 'text', text: 'x' }], { truncated }))).toBe('x\n(10 of 20 bytes are shown)');
});

test('the files of a result are its images, sounds and documents', () => {
  const blocks = [
    { type: 'text', text: 'x' },
    { type: 'image', data: 'AA==', mimeType: 'image/png' },
    { type: 'resource', resource: { uri: 'file:///c', blob: 'AQ==' } },
  ];
  expect(resultFiles({ content: blocks })).toEqual([
    { number: 2, mediaType: 'image/png', data: 'AA==' },
    { number: 3, mediaType: '', data: 'AQ==' },
  ]);
});

test.each([
  ['image/png', 'png'],
  ['image/PNG; a=b', 'png'],
  ['../../etc/passwd', 'bin'],
  ['constructor', 'bin'],
])('the end of a file of %s is %s', (mediaType, extension) => {
  expect(extensionOf(mediaType)).toBe(extension);
});

test('the document keeps the names of members as MCP has them', () => {
  expect(resultDocument(result([{ type: 'image', mimeType: 'x' }], { structuredContent: { aB: 1 } }), [])).toEqual({
    ...{ tool: 'a/b', content: [{ type: 'image', mimeType: 'x' }], structuredContent: { aB: 1 } },
    ...{ isError: false, duration_ms: 5, attempts: 1 },
  });
});
