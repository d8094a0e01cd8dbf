import type { RandomBytes } from '@wicketgate/contract';
import {
  type Clock,
  isLoopbackHost,
  type Logger,
  type Secret,
  systemClock,
  systemRandom,
  type TokenStore,
} from '@wicketgate/core';
import type { RedirectListener } from '@wicketgate/core/auth';
import { systemServerFetch } from '../../adapters/system-server-fetch.ts';
import type { UserPrompt } from '../../ports/user-prompt.ts';
import { checkWholeNumber } from '../../rules/option-checks.ts';
import type { ServerFetch } from '../../words/credential.ts';

/** A client that was registered at an authorization server by hand. */
export interface RegisteredClient {
  /** The only authorization server that it is shown to. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: Secret | undefined;
}

export interface OAuthProviderOptions {
  /** Address of the MCP server: https, or http at a loopback address. */
  readonly serverUrl: string;
  /** Where the sign-in outlives this process, and what keeps two of its sharers from refreshing at once. */
  readonly store: TokenStore;
  /** Keeps several sign-ins at one server apart. 1 to 64 letters, digits, `_`, `-`. Default `default`. */
  readonly profile?: string | undefined;
  /** How the person is asked. Default: nobody is asked, and only what is stored is used. */
  readonly prompt?: UserPrompt | undefined;
  /**
   * Opens what the browser comes back to: core's `createLoopbackListener({ path: '/callback' })`. The path must be the same each
   * time, since it is registered; the port need not be. Default: none, and the device grant is used.
   */
  readonly listen?: (() => Promise<RedirectListener>) | undefined;
  /** A client registered beforehand: goes before the two others. */
  readonly client?: RegisteredClient | undefined;
  /** https address of this client's metadata document (CIMD), where the authorization server takes one. */
  readonly clientMetadataUrl?: string | undefined;
  /** What the person is shown where the client is registered by itself (RFC 7591). 1 to 100 characters. Default `Wicketgate`. */
  readonly clientName?: string | undefined;
  /** Scopes parted by spaces, for a server that names none. Default: none. */
  readonly scope?: string | undefined;
  /** Milliseconds that a person has for a sign-in. 1 to 3,600,000, default 300,000. */
  readonly patienceMs?: number | undefined;
  /** Default: the platform's. `createGuardedFetch` of `./node` keeps a server from leading to private addresses. */
  readonly fetch?: ServerFetch | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: RandomBytes | undefined;
  readonly logger?: Logger | undefined;
}

type Defaulted = 'profile' | 'clientName' | 'patienceMs' | 'fetch' | 'clock' | 'random' | 'prompt';
export type OAuthSettings = Required<Pick<OAuthProviderOptions, Defaulted>> & {
  [Name in Defaulted]: NonNullable<OAuthProviderOptions[Name]>;
} & Omit<OAuthProviderOptions, Defaulted>;

/** Throws a TypeError that names the option. */
export function oauthSettings(options: OAuthProviderOptions): OAuthSettings {
  const { profile = 'default', clientName = 'Wicketgate', patienceMs = 300_000, clientMetadataUrl } = options;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(profile)) throw new TypeError('profile must be 1 to 64 letters, digits, "_", "-".');
  if (!/^\P{Cc}{1,100}$/u.test(clientName)) throw new TypeError('clientName must be 1 to 100 printable characters.');
  checkWholeNumber('patienceMs', patienceMs, { min: 1, max: 3_600_000 });
  if (clientMetadataUrl !== undefined && !isMetadataUrl(clientMetadataUrl)) {
    throw new TypeError('clientMetadataUrl must be an https URL with a path.');
  }
  return {
    ...options,
    ...{ profile, clientName, patienceMs, serverUrl: checkedServerUrl(options.serverUrl) },
    prompt: options.prompt ?? {},
    fetch: options.fetch ?? systemServerFetch(),
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
  };
}

/** Without its fragment. The message never repeats it: it may hold a password. */
function checkedServerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!isAllowed || url.username + url.password !== '') {
    throw new TypeError('serverUrl must be https, or http at a loopback address, without a user name.');
  }
  url.hash = '';
  return url.href;
}

function isMetadataUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname } = new URL(text);
  return protocol === 'https:' && pathname !== '/';
}
