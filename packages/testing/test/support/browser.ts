import { endpoints } from '@wicketgate/contract';
import type { FakeGateway, Person } from '@wicketgate/testing';
import type { OAuthSubject } from '@wicketgate/testing/oauth-contract';
import type { SignedIn } from '@wicketgate/testing/wire-contract';

const { me } = endpoints.auth;

/** Whoever signs in with a key, as the page of a gateway without a provider has it. */
async function personOf(fake: FakeGateway, apiKey: string): Promise<Person> {
  const response = await fake.fetch(fake.url + me.path, { headers: { Authorization: `Bearer ${apiKey}` } });
  const { key, principal, tier, role, scopes, limits } = me.answer.parse(await response.json());
  const { requests, window_seconds: windowSeconds, burst } = limits;
  const own = { tier, role, scopes, limits: { requests, windowSeconds, burst } };
  return { principal, ...own, source: 'key', sourceId: key?.id ?? '' };
}

/** What people do at the pages of a gateway. */
export function browserOf(fake: FakeGateway): Pick<OAuthSubject, 'approve' | 'deny' | 'authorize'> {
  return {
    approve: async (userCode, apiKey) => fake.signIn.approve(userCode, await personOf(fake, apiKey)),
    deny: (userCode) => {
      fake.signIn.deny(userCode);
      return Promise.resolve();
    },
    authorize: async (address, apiKey) => fake.signIn.authorize(address, await personOf(fake, apiKey)),
  };
}

export async function signInTo(fake: FakeGateway, apiKey: string): Promise<SignedIn> {
  const { session, tokens } = await fake.signIn.open(await personOf(fake, apiKey));
  return { sessionId: session.id, accessToken: tokens.access_token };
}
