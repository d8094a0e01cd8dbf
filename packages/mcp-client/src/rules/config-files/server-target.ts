import { Secret } from '@wicketgate/core';
import type { ConfiguredServer } from '../../words/server-config.ts';
import type { HttpServer, ServerTarget, StdioServer } from '../../words/server-options.ts';

/**
 * What a client is given of a configured server: here its secrets leave for their destination. A bearer token of a header
 * becomes a credential. `credential: wicketgate` is not filled in: only the caller has it, and must check where it goes.
 */
export function toServerTarget({ launch }: ConfiguredServer): ServerTarget {
  return launch.transport === 'stdio' ? processTarget(launch) : addressTarget(launch);
}

type Process = Extract<ConfiguredServer['launch'], { transport: 'stdio' }>;
type Address = Exclude<ConfiguredServer['launch'], { transport: 'stdio' }>;

function processTarget({ command, args, env, cwd }: Process): StdioServer {
  return { transport: 'stdio', command, args, env: revealed(env), ...(cwd !== undefined && { cwd }) };
}

function addressTarget({ transport, url, headers }: Address): HttpServer {
  const all = Object.entries(headers);
  const bearer = all.flatMap(([name, value]) =>
    name.toLowerCase() === 'authorization' ? (/^bearer +(\S+)$/i.exec(value.reveal().trim())?.[1] ?? []) : [],
  )[0];
  const others = bearer === undefined ? all : all.filter(([name]) => name.toLowerCase() !== 'authorization');
  const secret = bearer === undefined ? undefined : new Secret(bearer);
  return {
    transport,
    url,
    headers: revealed(Object.fromEntries(others)),
    ...(secret && { credential: { credential: () => Promise.resolve(secret) } }),
  };
}

function revealed(secrets: Readonly<Record<string, Secret>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]));
}
