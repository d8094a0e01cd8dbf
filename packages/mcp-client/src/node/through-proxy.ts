import { isLoopbackHost } from '@wicketgate/core';
import { type Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';

/** Which proxies are used, as the variables of the environment have it. */
export interface ProxySettings {
  /** For http addresses: `http://proxy.example.com:3128`, also with a user name and a password. Default: none. */
  readonly http?: string | undefined;
  /** For https addresses. Default: that for http. */
  readonly https?: string | undefined;
  /** Hosts without a proxy, as NO_PROXY lists them: `internal.example.com,.corp.example.com,*`. Default: none. */
  readonly except?: string | undefined;
}

/** What a request is about to be sent to. */
export interface Dial {
  readonly hostname: string;
  readonly protocol: string;
}

export interface ThroughProxyOptions {
  /** Reaches this machine, and is destroyed with the rest. */
  readonly direct: Agent;
  readonly proxy: ProxySettings;
  /** Of the connections without a proxy. */
  readonly connection: Agent.Options;
  /** Asked before each request, that of a redirect as well: throws for what may not be reached. */
  readonly check: (dial: Dial) => void;
}

export interface ProxiedSender {
  readonly dispatcher: Dispatcher;
  destroy(): Promise<void>;
}

/**
 * What sends requests through a proxy, but for this machine and what is excepted. The connection to the proxy itself is not
 * checked: whoever runs this has named it. Throws a TypeError for a proxy that is no URL.
 */
export function throughProxy({ direct, proxy, connection, check }: ThroughProxyOptions): ProxiedSender {
  checkProxies(proxy);
  const { http = '', https = '', except = '' } = proxy;
  // Empty texts, and not left out: undici would look into the environment of this process.
  const remote = new EnvHttpProxyAgent({ ...connection, httpProxy: http, httpsProxy: https, noProxy: except });
  const dispatcher = direct.compose((dispatch) => (options, handler) => {
    const { hostname, protocol } = new URL(options.origin ?? '');
    if (isLoopbackHost(hostname)) return dispatch(options, handler);
    check({ hostname, protocol });
    return remote.dispatch(options, handler);
  });
  const destroy = async () => {
    await Promise.all([direct.destroy(), remote.destroy()]);
  };
  return { dispatcher, destroy };
}

function checkProxies({ http, https }: ProxySettings): void {
  for (const [name, text] of Object.entries({ http, https })) {
    if (!text) continue;
    // The message never repeats it: it may hold a password.
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
      throw new TypeError(`proxy.${name} must be an http or https URL.`);
    }
  }
}
