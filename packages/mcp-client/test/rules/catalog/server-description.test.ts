import { expect, it } from 'vitest';
import { describeServer } from '../../../src/rules/catalog/server-description.ts';
import { negotiated } from '../../scripted-server.ts';

const serverInfo = { name: 'n', version: '1' };

it.each([
  ['title and first sentence', negotiated, 'Scripted. Does as it is told'],
  ['first sentence alone', { ...negotiated, serverInfo }, 'Does as it is told'],
  ['title alone', { ...negotiated, instructions: undefined }, 'Scripted'],
  ['one line of several', { ...negotiated, serverInfo, instructions: '  Reads\n  files! Twice.' }, 'Reads files'],
  ['nothing', { ...negotiated, serverInfo, instructions: '' }, undefined],
  ['nobody', undefined, undefined],
])('describes a server by %s', (_, given, expected) => {
  expect(describeServer(given)).toBe(expected);
});

it('is cut to 300 characters', () => {
  expect(describeServer({ ...negotiated, instructions: 'x'.repeat(1_000) })).toHaveLength(300);
});
