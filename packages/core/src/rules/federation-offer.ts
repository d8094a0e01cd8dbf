import { isLoopbackHost } from './base-url.ts';
import { Secret } from '../words/secret.ts';

/** How a pipeline proves who it is: a token that its platform hands out, or a place to fetch one from. */
export type FederationOffer =
  | { readonly platform: 'github'; readonly place: string; readonly url: string; readonly bearer: Secret }
  | { readonly platform: 'token'; readonly place: string; readonly token: Secret };

/**
 * What the environment of a pipeline offers: GitHub Actions with the permission `id-token: write`
 * (`ACTIONS_ID_TOKEN_REQUEST_URL` and `…_TOKEN`), or a token in `WICKETGATE_ID_TOKEN`, as GitLab's `id_tokens` put one there.
 * Undefined when there is nothing, or an address to fetch from that is not https.
 */
export function detectFederation(env: Readonly<Record<string, string | undefined>>): FederationOffer | undefined {
  const token = env['WICKETGATE_ID_TOKEN']?.trim() ?? '';
  if (token !== '') return { platform: 'token', place: 'variable WICKETGATE_ID_TOKEN', token: new Secret(token) };
  const [url = '', bearer = ''] = [env['ACTIONS_ID_TOKEN_REQUEST_URL'], env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']];
  if (bearer === '' || !isSafe(url)) return undefined;
  return { platform: 'github', place: 'GitHub Actions', url, bearer: new Secret(bearer) };
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
