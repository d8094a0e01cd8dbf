import { createLoopbackListener } from '@wicketgate/core/node';
import { type Clock, type Secret, systemClock } from '@wicketgate/core';
import { createMemoryTokenStore } from '@wicketgate/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bearerFetch } from '../../../src/adapters/bearer-fetch.ts';
import { createGuardedFetch } from '../../../src/node/guarded-fetch.ts';
import type { ShownCode } from '../../../src/ports/user-prompt.ts';
import { createOAuthProvider } from '../../../src/services/auth/oauth-provider.ts';
import type { OAuthProviderOptions } from '../../../src/services/auth/oauth-options.ts';
import { createPerson, startHouse } from './oidc-house.ts';

/** Waits as the platform does for what must not take long, and for nothing else. */
const clock: Clock = {
  now: () => systemClock.now(),
  sleep: (ms, signal) => (ms < 20_000 ? Promise.resolve() : systemClock.sleep(ms, signal)),
};

function openClient(serverUrl: string, options: Partial<OAuthProviderOptions>) {
  const guarded = createGuardedFetch();
  onTestFinished(() => guarded.close());
  const store = createMemoryTokenStore<Secret>();
  const provider = createOAuthProvider({
    serverUrl,
    store,
    fetch: guarded.fetch,
    scope: 'files:read',
    clock,
    ...options,
  });
  onTestFinished(() => provider.close());
  const call = bearerFetch({ fetch: guarded.fetch, serverUrl, credential: provider });
  return { provider, call: () => call(serverUrl, { method: 'POST', body: '{}' }) };
}

describe('with oidc-provider', () => {
  it('signs in with a browser twice over two ports and one registration, refreshes, and signs out', async () => {
    const { resource, provider } = await startHouse();
    const person = createPerson();
    const ports = new Set<string>();
    const listen = async () => {
      const listener = await createLoopbackListener({ path: '/callback' });
      ports.add(new URL(listener.redirectUri).port);
      return listener;
    };
    const open = async (url: string) => {
      await person.goOn(url);
    };
    const client = openClient(resource, { listen, prompt: { open } });
    expect((await client.call()).status).toBe(200);
    expect(await client.provider.current()).toMatchObject({ issuer: provider.url, refreshable: true });

    // Tokens of twenty seconds are refreshed before each use.
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.call()));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));

    await client.provider.signIn();
    expect((await client.call()).status).toBe(200);
    expect([ports.size, provider.asked.filter((line) => line === 'POST /reg').length]).toEqual([2, 1]);
    expect(await client.provider.signOut()).toEqual({ wasSignedIn: true, revoked: true });
    expect(provider.asked.at(-1)).toBe('POST /token/revocation');
  });

  it('signs in with a code', async () => {
    const { resource } = await startHouse();
    const person = createPerson();
    const shown: ShownCode[] = [];
    const client = openClient(resource, {
      prompt: {
        showCode: async (code) => {
          shown.push(code);
          const page = await person.goOn(code.verificationUri, code.userCode);
          expect(page.text).toMatch(/success|continue/i);
        },
      },
    });
    expect((await client.call()).status).toBe(200);
    expect(shown[0]?.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  });
});
