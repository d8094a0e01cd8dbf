import type { Gate } from '@wicketgate/vscode-kit';
import * as vscode from 'vscode';
import { SERVER_PROVIDER } from './ids.ts';
import { createDefinitions, type Definition } from './server-definitions.ts';
import type { ConfiguredServer } from './server-setting.ts';

/** The servers as VS Code's own MCP client is given them. */
export interface ServerProvider {
  /** Tells VS Code when what it is given is not what it was. */
  follow(): void;
  dispose(): void;
}

/** A host without the API, or with its AI features switched off, is given nothing, and nothing breaks. */
export function registerServerProvider(gate: Gate, servers: () => readonly ConfiguredServer[]): ServerProvider {
  const definitions = createDefinitions({ gate, servers, t: vscode.l10n.t });
  const changes = new vscode.EventEmitter<void>();
  const given = () => JSON.stringify(definitions.provide());
  let told = given();
  const provider: vscode.McpServerDefinitionProvider<vscode.McpHttpServerDefinition> = {
    onDidChangeMcpServerDefinitions: changes.event,
    provideMcpServerDefinitions: () => definitions.provide().map(toVsCode),
    resolveMcpServerDefinition: async ({ label, uri }) => {
      const isThere = (url: string) => vscode.Uri.parse(url, true).toString() === uri.toString();
      return toVsCode(await definitions.resolve(label, isThere));
    },
  };
  const registered = supportsMcp() ? vscode.lm.registerMcpServerDefinitionProvider(SERVER_PROVIDER, provider) : changes;
  return {
    follow: () => {
      const now = given();
      if (now === told) return;
      told = now;
      changes.fire();
    },
    dispose: () => {
      registered.dispose();
      changes.dispose();
    },
  };
}

function supportsMcp(): boolean {
  const { lm } = vscode as { readonly lm?: Partial<typeof vscode.lm> };
  return typeof lm?.registerMcpServerDefinitionProvider === 'function';
}

function toVsCode({ label, url, headers, version }: Definition): vscode.McpHttpServerDefinition {
  return new vscode.McpHttpServerDefinition(label, vscode.Uri.parse(url, true), { ...headers }, version);
}
