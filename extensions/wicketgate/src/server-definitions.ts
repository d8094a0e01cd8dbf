import { createHash } from 'node:crypto';
import type { Gate, GateState } from '@wicketgate/vscode-kit';
import type { Speech } from '@wicketgate/vscode-kit/page';
import { MESSAGES } from './messages.ts';
import type { ConfiguredServer } from './server-setting.ts';

/** What VS Code is told of a server. `McpHttpServerDefinition` is made of it. */
export interface Definition {
  readonly label: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Another one has VS Code start the server anew. */
  readonly version: string;
}

export interface DefinitionsOptions {
  readonly gate: Pick<Gate, 'state' | 'isOpen' | 'credential'>;
  /** The servers that are offered while the gate is open, as the settings are now. */
  readonly servers: () => readonly ConfiguredServer[];
  readonly t: Speech['t'];
}

/** What VS Code's own MCP client is told: the servers, and the credential at the moment in which one of them starts. */
export interface Definitions {
  /** None while the gate is shut. They hold no credential. */
  provide(): readonly Definition[];
  /** The definition of the server with this label at that address, with the credential in it. Throws, in words for people, when the gate is shut or the server is gone. */
  resolve(label: string, isAt: (url: string) => boolean): Promise<Definition>;
}

export function createDefinitions({ gate, servers, t }: DefinitionsOptions): Definitions {
  const find = (label: string, isAt: (url: string) => boolean): ConfiguredServer => {
    if (!gate.isOpen) throw new Error(t(MESSAGES.shutForServers));
    const server = servers().find((each) => each.id === label && isAt(each.url));
    if (server === undefined) throw new Error(t(MESSAGES.serverGone, label));
    return server;
  };
  return {
    provide: () => (gate.isOpen ? servers().map((server) => definitionOf(server, gate.state)) : []),
    resolve: async (label, isAt) => {
      const { headers, isOfGateway } = find(label, isAt);
      const secret = isOfGateway ? await gate.credential.credential() : undefined;
      // The gate may have shut, and the gateway may have become another one, while a token was fetched.
      const definition = definitionOf(find(label, isAt), gate.state);
      if (!isOfGateway) return definition;
      if (secret === undefined) throw new Error(t(MESSAGES.shutForServers));
      return { ...definition, headers: { ...headers, Authorization: `Bearer ${secret.reveal()}` } };
    },
  };
}

function definitionOf({ id, url, headers, isOfGateway }: ConfiguredServer, state: GateState): Definition {
  const facts = JSON.stringify([url, headers, isOfGateway ? holderOf(state) : undefined]);
  return { label: id, url, headers, version: createHash('sha256').update(facts).digest('hex').slice(0, 16) };
}

/** A name for a sign-in that stays while its tokens come and go; undefined while nobody is signed in. No secret. */
export function holderOf(state: GateState): string | undefined {
  if (state.status !== 'active' && state.status !== 'grace') return undefined;
  const { key, session, principal } = state.identity;
  return JSON.stringify([key?.id, session?.id, principal.id]);
}
