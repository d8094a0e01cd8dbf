import { describe, expect, it } from 'vitest';
import { accessAddress } from '../../src/rules/access-address.ts';

describe('The address for requests', () => {
  it.each([
    'https://example.com/ask',
    'https://github.com/acme/tool/issues/new?template=access.yml&title=a%26b#form',
    'http://127.0.0.1:3000/',
    'http://localhost/ask',
  ])('is taken as it was written: %s', (address) => {
    expect(accessAddress(` ${address}\n`)).toBe(address);
  });

  it.each([
    undefined,
    42,
    '',
    'example.com',
    'http://example.com',
    'ftp://example.com',
    'command:workbench.action.terminal.new',
    'vscode://publisher.extension/do',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,hello',
    'blob:https://example.com/ask',
    'https://user@example.com',
    'https://user:password@example.com',
  ])('is none when it is %j', (address) => {
    expect(accessAddress(address)).toBeUndefined();
  });
});
