import { toolWireName } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { serversOfReference } from '../../../src/rules/catalog/tool-reference.ts';

const SERVERS = ['github', 'my.files', 'a'.repeat(40), 'a'.repeat(41)];

describe('serversOfReference', () => {
  it('is the server of an id', () => {
    expect(serversOfReference('github/create_issue', SERVERS)).toEqual(['github']);
  });

  it.each([
    ['github', 'create_issue'],
    ['my.files', 'read'],
    ['a'.repeat(40), 'b'],
    ['a'.repeat(41), 'b'.repeat(60)],
    ['github', 'with / and blanks'],
  ])('has the server of every wire name: %s, %s', (server, tool) => {
    expect(serversOfReference(toolWireName(server, tool), SERVERS)).toContain(server);
  });

  it('tells plain wire names apart', () => {
    expect(serversOfReference('github__create_issue', SERVERS)).toEqual(['github']);
  });

  it('is all of them where nothing can be told', () => {
    expect(serversOfReference('create_issue', SERVERS)).toEqual(SERVERS);
    expect(serversOfReference('other/create_issue', SERVERS)).toEqual(SERVERS);
  });
});
