import { expect, test } from 'vitest';
import { editConfigFile, hasServer, serverUrlIn } from '../../../src/rules/config-files/edit-config-file.ts';

test('a server is put into a file that is not there yet', () => {
  const edit = editConfigFile('', 'files', { command: 'npx' });
  expect(edit.ok && JSON.parse(edit.text)).toEqual({ servers: { files: { command: 'npx' } } });
  expect(edit.ok && hasServer(edit.text, 'files')).toBe(true);
});

test('comments and other members stay', () => {
  const text = '{\n  // mine\n  "inputs": [],\n  "servers": {\n    "a": { "command": "x" } // first\n  }\n}\n';
  const added = editConfigFile(text, 'b', { url: 'https://example.com' });
  expect(added.ok && added.text).toContain('// mine');
  expect(added.ok && added.text).toContain('// first');
  const removed = editConfigFile(added.ok ? added.text : '', 'b', undefined);
  expect(removed.ok && hasServer(removed.text, 'b')).toBe(false);
  expect(removed.ok && hasServer(removed.text, 'a')).toBe(true);
});

test('one of this name is replaced', () => {
  const edit = editConfigFile('{"servers":{"a":{"command":"x"}}}', 'a', { command: 'y' });
  expect(edit.ok && JSON.parse(edit.text)).toEqual({ servers: { a: { command: 'y' } } });
});

test.each(['{', '[]', '"text"'])('%s is left as it is', (text) => {
  expect(editConfigFile(text, 'a', {})).toMatchObject({ ok: false, line: 1 });
  expect(hasServer(text, 'a')).toBe(false);
});

test('the address of a server is told as it stands, also where it is switched off', () => {
  const text = '{"servers":{"a":{"url":"https://${env:HOST}/mcp","disabled":true},"b":{"command":"x"},"c":{"url":7}}}';
  expect(['a', 'b', 'c', 'd'].map((name) => serverUrlIn(text, name))).toEqual([
    'https://${env:HOST}/mcp',
    undefined,
    undefined,
    undefined,
  ]);
  expect(serverUrlIn('{', 'a')).toBeUndefined();
});
