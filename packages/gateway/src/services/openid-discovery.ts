import { isLoopbackHost } from '@wicketgate/core';
import * as oauth from 'oauth4webapi';
import * as z from 'zod/mini';
import type { WebFetch } from '../adapters/provider-fetch.ts';
import { ProviderDown } from '../domain/provider-errors.ts';

/** How long what a provider says of itself is used without asking again. */
const FRESH_MS = 60 * 60_000;

/** What a provider says of itself (OpenID Connect Discovery 1.0 section 4). */
export interface Discovery {
  /** Throws `ProviderDown` when it cannot be read, or is of another issuer. */
  read(now: number): Promise<oauth.AuthorizationServer>;
  /** Reads anew the next time: something did not fit, and the provider may have changed. */
  forget(): void;
}

export interface DiscoveryOptions {
  /** What a person reads when it is down. */
  readonly name: string;
  readonly issuer: string;
  readonly fetch: WebFetch;
}

/** Options of every request to an issuer. */
export type RequestOptions = Readonly<Record<typeof oauth.customFetch, WebFetch>>;

/** Our `fetch`, and http only where it does not leave the machine. */
export function requestOptions({ issuer, fetch }: Pick<DiscoveryOptions, 'issuer' | 'fetch'>): RequestOptions {
  const options = { [oauth.customFetch]: fetch };
  if (!isLoopbackHost(new URL(issuer).hostname)) return options;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Marked so that nobody uses it without thought.
  return { ...options, [oauth.allowInsecureRequests]: true } as RequestOptions;
}

export function createDiscovery(options: DiscoveryOptions): Discovery {
  const { name, issuer } = options;
  let known: { readonly server: oauth.AuthorizationServer; readonly at: number } | undefined;
  let reading: Promise<oauth.AuthorizationServer> | undefined;

  const ask = async (now: number) => {
    try {
      const url = new URL(issuer);
      const response = await oauth.discoveryRequest(url, { ...requestOptions(options), algorithm: 'oidc' });
      const server = readDocument(await oauth.processDiscoveryResponse(url, response), url);
      known = { server, at: now };
      return server;
    } catch (cause) {
      throw new ProviderDown(name, { cause });
    }
  };

  return {
    async read(now) {
      if (known && known.at <= now && now < known.at + FRESH_MS) return known.server;
      const running = (reading ??= ask(now).finally(() => {
        if (reading === running) reading = undefined;
      }));
      return running;
    },
    forget: () => {
      known = undefined;
    },
  };
}

/** Null is how some providers write that they have no such thing. */
const address = z.pipe(
  z.nullish(z.string()),
  z.transform((text) => text ?? undefined),
);
/** What is no list of names says nothing. */
const names = z.catch(z.optional(z.array(z.string())), undefined);

/** The members that are used past the library, which checks the others when it uses them. */
const documentSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  userinfo_endpoint: address,
  jwks_uri: address,
  scopes_supported: names,
  token_endpoint_auth_methods_supported: names,
});

const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'] as const;

function readDocument(server: oauth.AuthorizationServer, issuer: URL): oauth.AuthorizationServer {
  const document = documentSchema.parse(server);
  for (const name of ENDPOINTS) {
    const text = document[name];
    if (text !== undefined && !isEndpointOf(issuer, text)) throw new TypeError(`${name} is no https address.`);
  }
  return document as oauth.AuthorizationServer;
}

/**
 * To one of them the browser is sent, so that `javascript:` must be none. The others we ask ourselves: an address of our
 * own machine is for issuers that are on it too.
 */
function isEndpointOf(issuer: URL, text: string): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  const isOnOurMachine = isLoopbackHost(url.hostname);
  if (isOnOurMachine && !isLoopbackHost(issuer.hostname)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isOnOurMachine);
}
