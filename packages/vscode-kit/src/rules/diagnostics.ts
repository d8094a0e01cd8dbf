import type { InvalidReason, UnavailableReason, Verdict, WicketgateErrorCode } from '@wicketgate/core';
import type { GateState } from '../words/gate-state.ts';
import { plainLine } from './person.ts';

/** What the gate runs in. Plain facts that name no person and no folder. */
export interface HostFacts {
  readonly extension: { readonly id: string; readonly version: string };
  /** `vscode.version`. */
  readonly vscode: string;
  readonly appName: string;
  /** `desktop`, `web`, `server-distro` and the like. */
  readonly appHost: string;
  /** `ssh-remote`, `wsl` and the like; undefined in a local window. */
  readonly remoteName: string | undefined;
  readonly uiKind: 'desktop' | 'web';
  /** `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** Version of Node that runs the extension. */
  readonly node: string;
  /** `vscode.env.language`. */
  readonly language: string;
}

/** One check of the key, without the key. */
export interface CheckFacts {
  /** RFC 3339 UTC. */
  readonly at: string;
  /** Milliseconds. */
  readonly tookMs: number;
  readonly status: Verdict['status'];
  readonly reason?: InvalidReason | UnavailableReason | undefined;
  readonly code?: WicketgateErrorCode | undefined;
  readonly requestId?: string | undefined;
}

/** A setting that held a key, and what became of it. */
export interface MigrationFacts {
  readonly setting: string;
  readonly scope: 'user' | 'workspace' | 'folder';
  /** `moved`, `removed`, `kept`, `stuck` or the like; never the value. */
  readonly outcome: string;
}

export interface DiagnosticFacts {
  /** When this is written: RFC 3339 UTC. */
  readonly at: string;
  readonly host: HostFacts;
  readonly state: GateState;
  readonly gateway: {
    /** Undefined when there is no address, or a wrong one. A path is left out: it may name a tenant. */
    readonly origin: string | undefined;
    readonly urlFrom: 'option' | 'setting' | 'nowhere';
  };
  readonly session: {
    /** Whether the host keeps the session, only memory does, or reading it fails. */
    readonly storage: 'kept' | 'memory' | 'failing' | 'unknown';
    /** How often SecretStorage told a change of the session. */
    readonly secretSignals: number;
    /** How often the ledger told a change. */
    readonly ledgerSignals: number;
  };
  /** The latest checks, oldest first. */
  readonly checks: readonly CheckFacts[];
  readonly migrated: readonly MigrationFacts[];
}

/**
 * What a person sends to whoever helps them: English, Markdown, one fact a line. It holds no key, not even a masked one, and
 * not the name or email of the person. The caller passes it through the redactor as well.
 */
export function formatDiagnostics(facts: DiagnosticFacts): string {
  const sections = [
    section('Diagnostics', hostLines(facts)),
    section('State', stateLines(facts.state)),
    section('Gateway', gatewayLines(facts)),
    section('Session', sessionLines(facts)),
    section('Last checks', facts.checks.map(checkLine)),
    section('Old settings', facts.migrated.map(migrationLine)),
  ];
  return `${sections.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return [`## ${title}`, '', ...(lines.length === 0 ? ['- none'] : lines)].join('\n');
}

function hostLines({ at, host }: DiagnosticFacts): string[] {
  const { extension, vscode, appName, appHost, remoteName, uiKind, platform, node, language } = host;
  return [
    fact('written', at),
    fact('extension', `${extension.id} ${extension.version}`),
    fact('VS Code', `${vscode} (${appName})`),
    fact('host', `${appHost}, ${uiKind}, remote ${remoteName ?? 'none'}`),
    fact('platform', `${platform}, Node ${node}`),
    fact('language', language),
  ];
}

function stateLines(state: GateState): string[] {
  return [fact('status', state.status), ...stateMembers(state)];
}

function stateMembers(state: GateState): string[] {
  switch (state.status) {
    case 'checking':
      return [];
    case 'noKey':
      return [fact('why', state.why)];
    case 'active':
      return [fact('checked', state.checkedAt), fact('degraded', state.degraded), ...identityLines(state)];
    case 'grace':
      return [
        fact('checked', state.checkedAt),
        fact('until', state.until),
        fact('because', state.because),
        ...identityLines(state),
      ];
    case 'invalid':
    case 'unavailable':
      return [
        fact('reason', state.reason),
        fact('next', state.next),
        fact('code', state.code ?? 'none'),
        fact('request', state.requestId ?? 'none'),
      ];
  }
}

/** The public id of the key or the sign-in is what an operator looks it up by. */
function identityLines({ identity }: Extract<GateState, { readonly identity: unknown }>): string[] {
  const { key, session, tier, role, scopes, limits, expiresAt } = identity;
  return [
    key === null ? fact('sign-in id', session?.id ?? 'none') : fact('key id', key.id),
    fact('tier and role', `${tier}, ${role}`),
    fact('scopes', scopes.length),
    fact('limits', `${limits.requests} in ${limits.windowSeconds} s, ${limits.burst} at once`),
    fact('expires', expiresAt ?? 'never'),
  ];
}

function gatewayLines({ gateway: { origin, urlFrom } }: DiagnosticFacts): string[] {
  return [fact('origin', origin ?? 'none'), fact('address from', urlFrom)];
}

function sessionLines({ session: { storage, secretSignals, ledgerSignals } }: DiagnosticFacts): string[] {
  return [
    fact('storage', storage),
    fact('changes told by SecretStorage', secretSignals),
    fact('changes told by the ledger', ledgerSignals),
  ];
}

function checkLine({ at, tookMs, status, reason, code, requestId }: CheckFacts): string {
  const details = [status, reason, code, requestId && `request ${requestId}`].filter((detail) => detail !== undefined);
  return fact(at, `${details.join(', ')} (${Math.round(tookMs)} ms)`);
}

function migrationLine({ setting, scope, outcome }: MigrationFacts): string {
  return fact(setting, `${scope}, ${outcome}`);
}

/** Values of the gateway and of the host stay on their line, and are no Markdown. */
function fact(name: string, value: string | number | boolean): string {
  return `- ${plainLine(name)}: ${plainLine(String(value))}`;
}
