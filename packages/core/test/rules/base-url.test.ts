import { describe, expect, it } from 'vitest';
import { isLoopbackHost, parseBaseUrl } from '../../src/rules/base-url.ts';

describe('parseBaseUrl', () => {
  it.each([
    ['https://gateway.example.com', 'https://gateway.example.com'],
    ['https://gateway.example.com/', 'https://gateway.example.com'],
    ['https://gateway.example.com:8443/base/path//', 'https://gateway.example.com:8443/base/path'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://127.1.2.3', 'http://127.1.2.3'],
    ['http://[::1]:8787/x', 'http://[::1]:8787/x'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['HTTPS://Gateway.Example.com', 'https://gateway.example.com'],
  ])('takes %s as %s', (input, base) => {
    expect(parseBaseUrl(input)).toBe(base);
    expect(parseBaseUrl(new URL(input))).toBe(base);
  });

  it.each([
    'http://gateway.example.com',
    'http://128.0.0.1',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://[::2]',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'https://user@gateway.example.com',
    'https://user:hunter2@gateway.example.com',
    'https://:hunter2@gateway.example.com',
    'https://gateway.example.com?',
    'https://gateway.example.com/?key=hunter2',
    'https://gateway.example.com/#',
    'https://gateway.example.com/#hunter2',
    'gateway.example.com',
    '',
    'https://',
  ])('refuses %s with a TypeError that does not repeat it', (input) => {
    expect(() => parseBaseUrl(input)).toThrow(TypeError);
    expect(() => parseBaseUrl(input)).not.toThrow(/hunter2|example/);
  });
});

describe('isLoopbackHost', () => {
  it('knows 127.0.0.0/8, ::1 and localhost in the spelling of URL, and nothing else', () => {
    const hosts = [
      '127.0.0.1',
      '127.255.255.254',
      '[::1]',
      'localhost',
      '0.0.0.0',
      '[::]',
      'local',
      '10.0.0.1',
      '1127.0.0.1',
    ];
    expect(hosts.filter(isLoopbackHost)).toEqual(['127.0.0.1', '127.255.255.254', '[::1]', 'localhost']);
  });
});
