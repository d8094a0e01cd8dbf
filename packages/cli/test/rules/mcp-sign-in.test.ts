import { Secret } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { isSameAddress, loginById, loginByUrl, logoutByUrl, takesSignIn } from '../../src/rules/mcp-sign-in.ts';

const url = 'https://mcp.example.com/mcp';
const credential = { credential: () => Promise.resolve(new Secret('a token of its own')) };

test('a server at an address takes a sign-in, unless something speaks for the person there', () => {
  expect(takesSignIn({ url })).toBe(true);
  expect(takesSignIn({ transport: 'sse', url, headers: { 'X-Team': 'a' } })).toBe(true);
  expect(takesSignIn({ url, headers: { AUTHORIZATION: 'Basic x' } })).toBe(false);
  expect(takesSignIn({ url, credential })).toBe(false);
  expect(takesSignIn({ transport: 'stdio', command: 'x' })).toBe(false);
});

test('the command names the server so that a shell takes it', () => {
  expect(loginById('docs')).toBe('wicketgate mcp login docs');
  expect(loginById('docs', ["it's here.json"])).toBe(String.raw`wicketgate mcp login docs --file 'it'\''s here.json'`);
  expect(loginByUrl(url)).toBe(`wicketgate mcp login --server-url ${url}`);
});

test('what stands behind the path of an address may be a key, and is not repeated', () => {
  expect(loginByUrl(`${url}?key=canary`)).toBe('wicketgate mcp login --server-url URL');
  expect(logoutByUrl(`${url}?key=canary`)).toBe('wicketgate mcp logout --server-url URL');
});

test('a sign-in is shared by what is one address to a server', () => {
  expect(isSameAddress(url, 'HTTPS://MCP.example.com:443/mcp#top')).toBe(true);
  expect(isSameAddress(url, `${url}/`)).toBe(false);
  expect(isSameAddress(url, `${url}?team=a`)).toBe(false);
});
