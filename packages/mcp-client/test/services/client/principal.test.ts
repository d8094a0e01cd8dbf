import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { principalOf } from '../../../src/services/client/principal.ts';
import type { ServerCredential } from '../../../src/words/credential.ts';

const URL_ = 'https://mcp.example.com/mcp';

function ask(credential: ServerCredential) {
  return principalOf({ id: 'a', spec: { url: URL_, credential }, identity: 'identity', logger: undefined });
}

describe('who asks a server', () => {
  it('is told from the name of the credential where it has one, whatever its token is', async () => {
    let made = 0;
    const credential = (subject: string): ServerCredential => ({
      credential: () => Promise.resolve(new Secret(`planted-token-${++made}`)),
      subject: () => Promise.resolve(subject),
    });
    const anna = await ask(credential('anna'))('asking', undefined);
    expect(anna).toMatch(/^[0-9a-f]{64}$/);
    expect(await ask(credential('anna'))('quiet', undefined)).toBe(anna);
    expect(await ask(credential('otto'))('asking', undefined)).not.toBe(anna);
  });

  it('is told from the token where it has none, and not while it must be quiet', async () => {
    const credential = (token: string): ServerCredential => ({ credential: () => Promise.resolve(new Secret(token)) });
    const first = await ask(credential('planted-token-1'))('asking', undefined);
    expect(await ask(credential('planted-token-1'))('asking', undefined)).toBe(first);
    expect(await ask(credential('planted-token-2'))('asking', undefined)).not.toBe(first);
    expect(await ask(credential('planted-token-1'))('quiet', undefined)).toBeUndefined();
  });
});
