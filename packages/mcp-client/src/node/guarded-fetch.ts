import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { isLoopbackHost } from '@wicketgate/core';
import { Agent, buildConnector, type Dispatcher, fetch as undiciFetch, type RequestInit as UndiciInit } from 'undici';
import type { ServerFetch } from '../words/credential.ts';
import { McpError } from '../words/errors.ts';
import { isLoopbackAddress, isPrivateAddress } from './private-addresses.ts';
import { type Dial, type ProxySettings, throughProxy } from './through-proxy.ts';

/** All addresses of a name, as the system has them. */
export type Resolver = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface GuardedFetchOptions {
  /**
   * Hosts that may be reached: `mcp.example.com`, or `*.example.com` for all below it. An empty list means none. Default: any that
   * is not private.
   */
  readonly allowHosts?: readonly string[] | undefined;
  /**
   * Names and addresses that may be private: those of the list, in the form of `allowHosts`, which may be reached over http too;
   * `allow`: all. Default: none, but loopback where the URL itself says `localhost`, `127.…` or `[::1]`.
   */
  readonly privateHosts?: readonly string[] | 'allow' | undefined;
  /** Milliseconds an idle connection is kept open. Default 30,000. */
  readonly keepAliveMs?: number | undefined;
  /**
   * What goes through a proxy. The proxy resolves names by itself: then only what a URL itself says is checked, and a public name
   * with a private address is not found out. Loopback is always reached directly. Default: no proxy, whatever the environment says.
   */
  readonly proxy?: ProxySettings | undefined;
  /** Default: the system's. */
  readonly resolve?: Resolver | undefined;
}

export interface GuardedFetch {
  readonly fetch: ServerFetch;
  /** Ends the connections. A second time does nothing. */
  close(): Promise<void>;
}

/**
 * `fetch` that does not let a server lead it into the network of this machine. Every connection is checked when it is made: a name
 * is resolved once, each of its addresses must be a public one, and one of these very addresses is dialled, so that no second
 * answer can take its place (DNS rebinding). Redirects make connections of their own, and are checked as such; those of a
 * server elsewhere never lead to loopback. http is for loopback and for `privateHosts`. A refused address rejects with `address_not_allowed`. Throws a TypeError for options it cannot take.
 */
export function createGuardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const { keepAliveMs: keepAliveTimeout = 30_000, proxy } = options;
  const rules = { mayReach: hostRule(options.allowHosts), mayBePrivate: privateRule(options.privateHosts) };
  const connect = guardedConnector(options.resolve ?? resolveAll, rules);
  const connection = { connect, keepAliveTimeout, allowH2: false };
  const direct = new Agent(connection);
  const sender =
    proxy === undefined
      ? { dispatcher: direct, destroy: () => direct.destroy() }
      : throughProxy({ direct, proxy, connection, check: (dial) => check(dial, rules) });
  const fromElsewhere = sender.dispatcher.compose(awayFromHere(rules));
  let closing: Promise<void> | undefined;
  return {
    fetch: async (url, init) => {
      try {
        const dispatcher = isLoopbackHost(new URL(url).hostname) ? sender.dispatcher : fromElsewhere;
        const answer = await undiciFetch(String(url), { ...(init as UndiciInit), dispatcher });
        return platformResponse(answer as unknown as Response);
      } catch (error) {
        throw refusalIn(error) ?? error;
      }
    },
    close: () => (closing ??= sender.destroy()),
  };
}

/** The SDK asks for `instanceof Response`, which undici's own is not. */
function platformResponse(answer: Response): Response {
  const { status, statusText, headers, body, url } = answer;
  const hasBody = ![204, 205, 304].includes(status);
  const made = new Response(hasBody ? body : null, { status, statusText, headers: [...headers] });
  return Object.defineProperty(made, 'url', { value: url });
}

/** A loopback address that the caller wrote is meant; one that a server elsewhere redirects to is not. */
function awayFromHere({ mayBePrivate }: HostRules): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (request, handler) => {
    const { hostname } = new URL(request.origin ?? '');
    if (isLoopbackHost(hostname) && !mayBePrivate(hostname)) throw notAllowed('redirects to this machine');
    return dispatch(request, handler);
  };
}

function guardedConnector(resolve: Resolver, rules: HostRules): buildConnector.connector {
  const dial = buildConnector({ allowH2: false, lookup: checkedLookup(resolve, rules) });
  return (target, done) => {
    const { hostname, protocol } = target;
    const flaw = flawOf({ hostname, protocol }, rules);
    if (flaw !== undefined) {
      done(notAllowed(flaw), null);
      return;
    }
    dial(target, done);
  };
}

interface HostRules {
  readonly mayReach: (hostname: string) => boolean;
  readonly mayBePrivate: (hostname: string) => boolean;
}

/** Throws `address_not_allowed` for what the URL itself says. */
function check(dial: Dial, rules: HostRules): void {
  const flaw = flawOf(dial, rules);
  if (flaw !== undefined) throw notAllowed(flaw);
}

/** What can be said before a name is resolved. A `URL` has written odd forms of an address out: 0x7f.1 is 127.0.0.1. */
function flawOf({ hostname, protocol }: Dial, { mayReach, mayBePrivate }: HostRules): string | undefined {
  if (!mayReach(hostname)) return 'is not among the hosts that may be reached';
  const isOwn = isLoopbackHost(bracketed(hostname));
  if (protocol !== 'https:' && !isOwn && !mayBePrivate(hostname)) return 'is to be reached without https';
  const address = bare(hostname);
  if (isIP(address) === 0 || mayBePrivate(hostname)) return undefined;
  if (isOwn && isLoopbackAddress(address)) return undefined;
  return isPrivateAddress(address) ? 'is a private address' : undefined;
}

type LookupDone = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** As `net.connect` takes it: what it is answered is what is dialled. */
function checkedLookup(resolve: Resolver, { mayBePrivate }: HostRules) {
  const isFine = (hostname: string, { address }: LookupAddress) =>
    mayBePrivate(hostname) || (hostname === 'localhost' ? isLoopbackAddress(address) : !isPrivateAddress(address));
  return (hostname: string, { all }: { readonly all?: boolean | undefined }, done: LookupDone) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses;
      if (error !== null || first === undefined) done(error ?? new Error('The name has no address.'), []);
      else if (!addresses.every((address) => isFine(hostname, address)))
        done(notAllowed('resolves to a private address'), []);
      else if (all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
}

function resolveAll(hostname: string, done: Parameters<Resolver>[1]): void {
  systemLookup(hostname, { all: true }, (error, addresses) => {
    done(error, error === null ? addresses : []);
  });
}

function hostRule(hosts: readonly string[] | undefined): (hostname: string) => boolean {
  return hosts === undefined ? () => true : matcherOf('allowHosts', hosts);
}

function privateRule(hosts: GuardedFetchOptions['privateHosts'] = []): (hostname: string) => boolean {
  return hosts === 'allow' ? () => true : matcherOf('privateHosts', hosts);
}

function matcherOf(option: string, hosts: readonly string[]): (hostname: string) => boolean {
  const patterns = hosts.map((host) => canonical(option, host));
  return (hostname) => {
    const name = bracketed(hostname).replace(/\.$/, '');
    return patterns.some((pattern) => (pattern.startsWith('.') ? name.endsWith(pattern) : name === pattern));
  };
}

/** As a URL writes the host; `*.example.com` becomes `.example.com`. Throws a TypeError for what is no host. */
function canonical(option: string, host: string): string {
  const isBelow = host.startsWith('*.');
  const name = bracketed(isBelow ? host.slice(2) : host);
  const isHost = /^(?:\[[0-9a-f:.]+\]|[^\s/@?#*:[\]]+)$/i.test(name) && URL.canParse(`https://${name}`);
  if (!isHost) throw new TypeError(`${option} must hold names or addresses of hosts, without a scheme or a port.`);
  return `${isBelow ? '.' : ''}${new URL(`https://${name}`).hostname.replace(/\.$/, '')}`;
}

/** undici leaves the brackets of an IPv6 address away in some places. */
function bracketed(hostname: string): string {
  return isIP(hostname) === 6 ? `[${hostname}]` : hostname;
}

function bare(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function notAllowed(flaw: string): McpError {
  return new McpError('address_not_allowed', `The host ${flaw}. Where that is wanted, list it in the options.`);
}

/** undici wraps what a connector throws, and Node what a lookup throws for several addresses. */
function refusalIn(error: unknown): McpError | undefined {
  for (let at = error, depth = 0; depth < 5 && at instanceof Error; at = at.cause, depth++) {
    if (McpError.isInstance(at)) return at;
  }
  return undefined;
}
