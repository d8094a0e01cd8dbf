import { createGuardedFetch, type GuardedFetch, type ProxySettings } from '@wicketgate/mcp-client/node';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';

/**
 * The network to MCP servers and to those who sign people in for them. Whoever wrote a server down may have it in a private
 * network. Where a redirect, or metadata, leads nobody has said: no private address is dialled there.
 */
export function openServerNetwork(
  { serverFetch, env }: Pick<CliIo, 'serverFetch' | 'env'>,
  urls: readonly string[],
): GuardedFetch {
  if (serverFetch) return { fetch: serverFetch, close: () => Promise.resolve() };
  return createGuardedFetch({ privateHosts: urls.map((url) => new URL(url).hostname), proxy: proxyOf(env) });
}

/** As the variables say in either spelling, the small one first, as undici has it for the gateway. Undefined for no proxy. */
function proxyOf(env: CliIo['env']): ProxySettings | undefined {
  const [http, https] = [proxyIn(env, 'HTTP_PROXY'), proxyIn(env, 'HTTPS_PROXY')];
  return http === '' && https === '' ? undefined : { http, https, except: env['no_proxy'] ?? env['NO_PROXY'] };
}

/** The message never repeats it: it may hold a password. */
function proxyIn(env: CliIo['env'], name: string): string {
  const text = env[name.toLowerCase()] ?? env[name] ?? '';
  if (text === '' || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text;
  throw new CommandFailure('broken_config', `The variable ${name} must be an http or https URL.`);
}
