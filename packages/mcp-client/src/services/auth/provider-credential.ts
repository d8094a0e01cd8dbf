import { auth, type OAuthClientProvider, withDpopFromProvider } from '@modelcontextprotocol/client';
import { type Clock, Secret, systemClock } from '@wicketgate/core';
import { boundedFetch } from '../../adapters/bounded-fetch.ts';
import { systemServerFetch } from '../../adapters/system-server-fetch.ts';
import { mayLeadTo } from '../../rules/auth/oauth-addresses.ts';
import { SharedWork } from '../../rules/auth/shared-work.ts';
import type { Challenge, ServerCredential, ServerFetch } from '../../words/credential.ts';
import { inOurWords } from './oauth-failure.ts';

export interface ProviderCredentialOptions {
  /**
   * Of the SDK: `ClientCredentialsProvider`, `PrivateKeyJwtProvider`, `CrossAppAccessProvider`, or one's own. Give those with a
   * secret their `expectedIssuer`.
   */
  readonly provider: OAuthClientProvider;
  /** Address of the MCP server: https, or http at a loopback address. */
  readonly serverUrl: string;
  /** Default: the platform's. */
  readonly fetch?: ServerFetch | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * A provider of the SDK as a credential: for machines that speak for themselves (client credentials by secret or by
 * `private_key_jwt`, ID-JAG), and for keys that tokens are bound to (DPoP). It gets one token for all requests that were refused at
 * once; what it keeps, and where, is its own affair.
 */
export function createProviderCredential(options: ProviderCredentialOptions): ServerCredential {
  const { provider, serverUrl, clock = systemClock } = options;
  const mayAsk = (url: string | URL) => new URL(url).origin === new URL(serverUrl).origin || mayLeadTo(serverUrl, url);
  const fetchFn = boundedFetch({ fetch: options.fetch ?? systemServerFetch(), clock, mayAsk });
  const renewals = new SharedWork<Secret | undefined>();
  const credential = async () => {
    const tokens = await provider.tokens();
    return tokens && new Secret(tokens.access_token);
  };
  const renew = async ({ status, refused, scope, resourceMetadataUrl }: Challenge) => {
    const now = await credential();
    if (now !== undefined && now.reveal() !== refused?.reveal()) return now;
    const asked = { ...(scope !== undefined && { scope }), ...(resourceMetadataUrl && { resourceMetadataUrl }) };
    const how = { serverUrl, fetchFn, ...asked, forceReauthorization: status === 403 };
    const outcome = await inOurWords(() => auth(provider, how));
    return outcome === 'AUTHORIZED' ? credential() : undefined;
  };
  return {
    credential,
    challenged: (challenge, signal) => {
      const name = `${challenge.status} ${challenge.scope ?? ''} ${challenge.refused?.reveal() ?? ''}`;
      return renewals.join(name, () => renew(challenge), signal);
    },
    ...(provider.dpop && { proving: withDpopFromProvider(provider) }),
  };
}
