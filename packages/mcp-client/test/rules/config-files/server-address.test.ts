import { expect, test } from 'vitest';
import { isBeneath, shownAddress } from '../../../src/rules/config-files/server-address.ts';

const BASE = 'https://gate.example.com/team';

test.each([
  'https://gate.example.com/team',
  'https://gate.example.com/team/mcp',
  'https://GATE.example.com:443/team/x?y',
])('%s lies beneath the base', (address) => {
  expect(isBeneath(BASE, address)).toBe(true);
});

test.each([
  'https://gate.example.com/',
  'https://gate.example.com/teammates/mcp',
  'https://gate.example.com/team/../admin',
  'https://gate.example.com/team/%2e%2e/admin',
  'https://gate.example.com/team/..%2fadmin',
  'https://gate.example.com/team/..%5Cadmin',
  'https://gate.example.com.evil.example/team/mcp',
  'https://gate.example.com:8443/team/mcp',
  'http://gate.example.com/team/mcp',
  'https://evil.example/team/mcp',
  'not a url',
])('%s does not', (address) => {
  expect(isBeneath(BASE, address)).toBe(false);
});

test('a base without a path holds every path of its origin, and no other origin', () => {
  expect(isBeneath('http://127.0.0.1:8787', 'http://127.0.0.1:8787/mcp')).toBe(true);
  expect(isBeneath('http://127.0.0.1:8787', 'http://127.0.0.1:8788/mcp')).toBe(false);
});

test('an address is shown without its query, which may hold a key', () => {
  expect(shownAddress('https://example.com/mcp?key=canary#x')).toBe('https://example.com/mcp?…');
  expect(shownAddress('https://example.com/mcp')).toBe('https://example.com/mcp');
});
