import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../src/messages.ts';
import { readServers } from '../src/server-setting.ts';

const GATEWAY = 'https://gateway.example/base';
const flawsOf = (value: unknown) => readServers(value, GATEWAY).flaws;
const serversOf = (value: unknown, gateway: string | undefined = GATEWAY) => readServers(value, gateway).servers;
const only = (url: string) => serversOf({ one: { url } })[0];

describe('the setting of the servers', () => {
  it('is a list in its own order, with addresses as they are used', () => {
    const value = { two: { url: 'https://two.example/mcp' }, one: { url: '/mcp', headers: { 'x-team': 'a' } } };
    expect(serversOf(value)).toEqual([
      { id: 'two', url: 'https://two.example/mcp', headers: {}, isOfGateway: false },
      { id: 'one', url: 'https://gateway.example/base/mcp', headers: { 'x-team': 'a' }, isOfGateway: true },
    ]);
    expect(serversOf(undefined)).toEqual([]);
  });

  it.each([
    ['https://gateway.example/base', true],
    ['https://gateway.example/base/mcp?tenant=a', true],
    ['https://gateway.example/basement/mcp', false],
    ['https://gateway.example/mcp', false],
    ['https://gateway.example/base/../mcp', false],
    ['https://gateway.example/base/%2e%2e/mcp', false],
    ['https://gateway.example/base/..%2fmcp', false],
    ['https://gateway.example:444/base/mcp', false],
    ['https://gateway.example.evil.example/base/mcp', false],
    ['http://127.0.0.1/base/mcp', false],
  ])('says whether %s lies beneath the gateway: %s', (url, isOfGateway) => {
    expect(only(url)?.isOfGateway).toBe(isOfGateway);
  });

  it.each(['/../mcp', '/%2e%2e/%2e%2e/mcp', '/..%2f..%2fmcp', '/a/../../mcp'])(
    'takes no path that leads out of the gateway: %s',
    (url) => {
      expect(flawsOf({ one: { url } })).toEqual([{ id: 'one', reason: MESSAGES.serverNotBeneath }]);
    },
  );

  it('takes what looks like another host for a path of the gateway', () => {
    for (const url of ['//evil.example/mcp', String.raw`/\evil.example/mcp`]) {
      expect(new URL(only(url)?.url ?? '').origin).toBe('https://gateway.example');
    }
  });

  it('leaves out paths while there is no gateway, without a word', () => {
    const read = readServers({ one: { url: '/mcp' }, two: { url: 'https://two.example' } }, undefined);
    expect(read.servers.map(({ id, isOfGateway }) => [id, isOfGateway])).toEqual([['two', false]]);
    expect(read.flaws).toEqual([]);
  });

  it('tells of a bad entry by name, and takes the others', () => {
    const read = readServers({ bad: { url: 'ftp://one.example' }, good: { url: '/mcp' } }, GATEWAY);
    expect(read.servers.map(({ id }) => id)).toEqual(['good']);
    expect(read.flaws).toEqual([{ id: 'bad', reason: MESSAGES.serverBadAddress }]);
  });

  it.each([
    ['http://one.example/mcp', MESSAGES.serverBadAddress],
    ['https://user:word@one.example/mcp', MESSAGES.serverBadAddress],
    ['one.example', MESSAGES.serverBadAddress],
    ['', MESSAGES.serverBadAddress],
    [7, MESSAGES.serverBadAddress],
  ])('refuses the address %s', (url, reason) => {
    expect(flawsOf({ one: { url } })).toEqual([{ id: 'one', reason }]);
  });

  it('takes names of 1 to 64 characters', () => {
    const named = (name: string) => flawsOf({ [name]: { url: '/mcp' } });
    expect([...named('a'), ...named('a'.repeat(64)), ...named('A-Z_0.9')]).toEqual([]);
    for (const name of ['', 'a'.repeat(65), 'two words', 'a/b', 'ä']) {
      expect(named(name)).toEqual([{ id: name, reason: MESSAGES.serverBadName }]);
    }
  });

  it('refuses what it would not use: a program is not started by it', () => {
    for (const entry of [
      { command: 'npx', args: ['server'] },
      { url: '/mcp', type: 'sse' },
      'https://one.example',
      null,
      [],
    ]) {
      expect(flawsOf({ one: entry })).toEqual([{ id: 'one', reason: MESSAGES.serverBadEntry }]);
    }
    for (const value of ['text', [], null])
      expect(flawsOf(value)).toEqual([{ id: '', reason: MESSAGES.serversNoObject }]);
  });

  it.each([
    'Authorization',
    'proxy-authorization',
    'Cookie',
    'X-API-Key',
    'x-apikey',
    'X-Auth-Token',
    'client-secret',
    'x-key',
  ])('refuses the header %s, which signs somebody in', (name) => {
    expect(flawsOf({ one: { url: '/mcp', headers: { [name]: 'x' } } })).toEqual([
      { id: 'one', reason: MESSAGES.serverSecretHeader },
    ]);
  });

  it('refuses headers that no request can have', () => {
    for (const headers of [{ 'two words': 'x' }, { a: 'b\nc' }, { a: 7 }, 'a: b', ['a']]) {
      expect(flawsOf({ one: { url: '/mcp', headers } })).toEqual([{ id: 'one', reason: MESSAGES.serverBadHeaders }]);
    }
    expect(flawsOf({ one: { url: '/mcp', headers: { 'x-author': 'me' } } })).toEqual([]);
  });
});
