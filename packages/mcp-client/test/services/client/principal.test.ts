import { Secret } from '@wicketgate/core';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { PRINCIPAL_WAIT_MS, principalOf } from '../../../src/services/client/principal.ts';
import type { ServerCredential } from '../../../src/words/credential.ts';
import { jwt } from '../../token-world.ts';

const URL_ = 'https://mcp.example.com/mcp';

function ask(credential: ServerCredential, clock = createFakeClock(), random = createSeededRandom()) {
  const ending = new AbortController().signal;
  const spec = { url: URL_, credential };
  return principalOf({ id: 'a', spec, identity: 'identity', clock, random, ending, logger: undefined });
}

const giving = (token: string): ServerCredential => ({ credential: () => Promise.resolve(new Secret(token)) });

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
    const first = await ask(giving('planted-token-of-anna-1'))('asking', undefined);
    expect(await ask(giving('planted-token-of-anna-1'))('asking', undefined)).toBe(first);
    expect(await ask(giving('planted-token-of-anna-2'))('asking', undefined)).not.toBe(first);
    expect(await ask(giving('planted-token-of-anna-1'))('quiet', undefined)).toBeUndefined();
  });

  it('is told from what the token says of its holder, where it says so', async () => {
    const claims = { iss: 'https://id.example.com', sub: 'anna' };
    const anna = await ask(giving(jwt({ ...claims, jti: '1' })))('asking', undefined);
    expect(await ask(giving(jwt({ ...claims, jti: '2' })))('asking', undefined)).toBe(anna);
    expect(await ask(giving(jwt({ ...claims, sub: 'otto' })))('asking', undefined)).not.toBe(anna);
    // A secret that spells the holder is nobody's token.
    expect(await ask(giving(JSON.stringify(claims)))('asking', undefined)).not.toBe(anna);
  });

  it('has a name of this process alone for a secret that can be guessed', async () => {
    const [here, elsewhere] = [createSeededRandom(1), createSeededRandom(2)];
    const question = ask(giving('hunter2'), createFakeClock(), here);
    const first = await question('asking', undefined);
    expect(await question('asking', undefined)).toBe(first);
    expect(await ask(giving('hunter2'), createFakeClock(), elsewhere)('asking', undefined)).not.toBe(first);
  });

  it('is nobody once a credential with names has none, without anybody being asked', async () => {
    let asked = 0;
    const credential = (name: string | undefined): ServerCredential => ({
      credential: () => Promise.resolve((asked++, undefined)),
      subject: () => Promise.resolve(name),
    });
    const nobody = await ask(credential(undefined))('quiet', undefined);
    expect(nobody).toBeDefined();
    expect(nobody).not.toBe(await ask(credential('anna'))('quiet', undefined));
    expect(asked).toBe(0);
    expect(await ask(credential(undefined))('asking', undefined)).toBe(nobody);
  });

  it.each([
    ['a credential', { credential: never }],
    ['a subject', { credential: never, subject: never }],
  ])('is unknown where %s takes too long', async (_, credential) => {
    const clock = createFakeClock();
    let answer: unknown = 'none yet';
    const asked = ask(credential, clock)('asking', undefined).then((principal) => (answer = principal));
    await clock.advance(PRINCIPAL_WAIT_MS - 1);
    expect(answer).toBe('none yet');
    await clock.advance(1);
    expect(await asked).toBeUndefined();
  });
});

function never(): Promise<never> {
  return new Promise(() => undefined);
}
