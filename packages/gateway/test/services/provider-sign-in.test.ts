import { createEnvelope } from '@wicketgate/secrets';
import { createSeededRandom } from '@wicketgate/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenIdProvider, PendingSignIn } from '../../src/services/openid-provider.ts';
import { createProviderSignIn } from '../../src/services/provider-sign-in.ts';
import { NEW_YEAR } from '../support/records.ts';
import { providerConfig } from '../support/sign-in-house.ts';

const WANTED = { providerId: 'acme', reference: 'reference' };
const PARAMETERS = new URLSearchParams({ code: 'code' });

/** A gateway with an encryption key of its own. */
function signInWith(key: number, openId: OpenIdProvider) {
  const random = createSeededRandom(key);
  const keys = [{ id: 'test', key: Uint8Array.from({ length: 32 }, (_, at) => at + key) }];
  const config = providerConfig({ issuer: 'https://id.example.com' });
  const envelope = createEnvelope({ keys, current: 'test', random });
  return createProviderSignIn({ providers: [{ config, openId }], envelope, random, callbackUrl: 'https://gate/back' });
}

describe('a sign-in on its way to a provider', () => {
  const begun: PendingSignIn[] = [];
  const finished: PendingSignIn[] = [];
  const openId: OpenIdProvider = {
    begin: (pending) => {
      begun.push(pending);
      return Promise.resolve('https://id.example.com/authorize');
    },
    finish: ({ pending }) => {
      finished.push(pending);
      return Promise.resolve({ subject: 'anna', claims: { groups: ['staff'] }, refreshToken: undefined });
    },
    renew: () => Promise.reject(new Error('Nobody asks again here.')),
  };
  const signIn = signInWith(1, openId);

  beforeEach(() => {
    begun.length = 0;
    finished.length = 0;
  });

  it('is kept without its verifier, and comes back with it', async () => {
    const { pending } = await signIn.begin(WANTED, NEW_YEAR);
    expect(begun[0]?.verifier).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(pending)).not.toContain(begun[0]?.verifier);
    expect(await signIn.finish({ pending, parameters: PARAMETERS }, NEW_YEAR)).toMatchObject({ kind: 'member' });
    expect(finished).toEqual(begun);
  });

  it('is worth nothing with the verifier of another, and under another key', async () => {
    const [one, other] = [await signIn.begin(WANTED, NEW_YEAR), await signIn.begin(WANTED, NEW_YEAR)];
    const mixed = { ...one.pending, verifierSealed: other.pending.verifierSealed };
    const refusal = { name: 'ProviderRefused', refusal: 'bad_answer' };
    await expect(signIn.finish({ pending: mixed, parameters: PARAMETERS }, NEW_YEAR)).rejects.toMatchObject(refusal);
    const elsewhere = signInWith(2, openId).finish({ pending: one.pending, parameters: PARAMETERS }, NEW_YEAR);
    await expect(elsewhere).rejects.toMatchObject(refusal);
    expect(finished).toEqual([]);
  });
});
