import { describe, expect, it } from 'vitest';
import { principalHash, targetIdentity } from '../../../src/rules/catalog/server-identity.ts';

const url = 'https://example.com/mcp';

describe('targetIdentity', () => {
  it('is the same for the same server, however it is written and whoever asks', () => {
    const plain = targetIdentity({ url });
    expect(targetIdentity({ url: 'https://EXAMPLE.com:443/mcp', transport: 'http' })).toBe(plain);
    expect(targetIdentity({ url, headers: { 'x-api-key': 'secret' } })).toBe(plain);
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is another for another address, transport, program, argument or folder', () => {
    const stdio = { transport: 'stdio', command: 'server' } as const;
    const all = [
      targetIdentity({ url }),
      targetIdentity({ url: `${url}/` }),
      targetIdentity({ url: `${url}?a=1` }),
      targetIdentity({ url, transport: 'sse' }),
      targetIdentity(stdio),
      targetIdentity({ ...stdio, args: ['x'] }),
      targetIdentity({ ...stdio, cwd: '/tmp' }),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(targetIdentity({ ...stdio, env: { TOKEN: 'x' }, args: [] })).toBe(targetIdentity(stdio));
  });
});

describe('principalHash', () => {
  it('is none for nobody, and tells apart whatever a server is shown', () => {
    expect(principalHash('s', {})).toBe('none');
    const all = [
      principalHash('s', { name: 'ann' }),
      principalHash('s', { subject: 'ann' }),
      principalHash('s', { holder: 'ann' }),
      principalHash('s', { secret: 'ann' }),
      principalHash('s', { headers: { a: 'ann' } }),
      principalHash('s', { env: { a: 'ann' } }),
      principalHash('t', { name: 'ann' }),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(principalHash('s', { name: 'ann', secret: 'changes' })).toBe(all[0]);
  });
});
