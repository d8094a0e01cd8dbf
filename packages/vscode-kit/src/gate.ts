import type { PublicJwk } from '@wicketgate/contract';
import type { CredentialSource, GatewayClient } from '@wicketgate/core';
import type { Disposable, Event, TelemetrySender } from 'vscode';
import type { GuardedAction } from './services/guard.ts';
import type { GateAction } from './words/gate-action.ts';
import type { GateState } from './words/gate-state.ts';

export interface GateOptions {
  /**
   * What the names of the gate begin with: commands `<id>.enterKey` and so on, context key `<id>.state`, settings `<id>.url`
   * and `<id>.requestAccessUrl`. 1 to 64 letters, digits, `_` and `-`, a letter first. Default: the extension's name.
   */
  readonly id?: string;
  /** How people know the extension. Default: its display name. */
  readonly name?: string;
  /**
   * Base URL of the gateway; https, or http on loopback; may carry a path. With it the setting `<id>.url` is not read.
   * Default: that setting, of the user or of the machine. A workspace cannot name a gateway.
   */
  readonly url?: string;
  /**
   * Where people ask for a key; https, or http on loopback. Default: none. The setting `<id>.requestAccessUrl` goes before
   * it.
   */
  readonly requestAccessUrl?: string;
  /** Brand of the gateway's own keys: a mistyped one is refused without a request. Default `wg`. */
  readonly brand?: string;
  /**
   * Tells apart the keys of one extension at one gateway. 1 to 64 letters, digits, `_`, `.` and `-`. Default `default`.
   */
  readonly account?: string;
  /**
   * Id of the extension at the gateway's authorization server, where an operator has registered it. With it people sign in
   * with their browser or a code, and with a key as well; other extensions get the session by `vscode.authentication`. Lower-
   * case letters, digits, `.`, `_` and `-` (64 at most). Default: none, and people sign in with keys alone.
   */
  readonly clientId?: string;
  /** The only keys that receipts are verified with. Default: those that the gateway publishes. */
  readonly publicKeys?: readonly PublicJwk[];
  /** The `iss` that receipts must have. Default: any that the keys have signed. */
  readonly issuer?: string;
  /**
   * Full names of settings that held the key in plain text before. A value of the user moves to the secrets; values of
   * workspaces and folders are never accepted; all are removed. Default: none.
   */
  readonly legacySettings?: readonly string[];
  /**
   * Full name of a boolean setting, for instance `acme.showUsageInStatusBar`. While the person has it on, the gateway is asked
   * after each check how often the person has called, and the status bar says it. A workspace cannot turn it on. Default:
   * none, and nobody asks.
   */
  readonly usageSetting?: string;
  /** Milliseconds between two checks of an accepted key, less up to a fifth. 10,000 to 300,000, default 300,000. */
  readonly checkEveryMs?: number;
  /**
   * Is told the changes of the state, without a person, a key or an address. VS Code stands between and honours the
   * telemetry level of the person. Default: none, and nothing is told.
   */
  readonly telemetry?: TelemetrySender;
}

/**
 * A gate of an extension. It decides what the extension shows; what a key may do is enforced by the server that is asked
 * with it, never here.
 */
export interface Gate {
  readonly state: GateState;
  /** Whether the state is `active` or `grace`. */
  readonly isOpen: boolean;
  /** Base URL of the gateway in use; undefined when there is none, or when its address is wrong. */
  readonly url: string | undefined;
  /** Tells each change, with the new state. */
  readonly onDidChangeState: Event<GateState>;
  /**
   * Wraps an action so that it runs only while the gate is open. While the key is checked the call waits, 10 s at most. When
   * it is shut the person is told why and what to do, and the answer is undefined. Errors of the action pass through.
   */
  guard<Args extends unknown[], Result>(
    action: GuardedAction<Args, Result>,
  ): (...args: Args) => Promise<Result | undefined>;
  /** Registers a guarded command. It ends with the gate, or earlier by what is answered. */
  registerCommand<Args extends unknown[]>(command: string, action: GuardedAction<Args, unknown>): Disposable;
  /** Does what the command of the action does. */
  run(action: GateAction): Promise<void>;
  /** Asks the gateway now, and answers the state that came of it. */
  check(): Promise<GateState>;
  /** Asks the person for a key, and for the gateway when none is set. */
  signIn(): Promise<void>;
  /** Forgets the keys of every gateway, in every window that shares this one's secrets. */
  signOut(): Promise<void>;
  /** The gateway's endpoints, called with the key while the gate is open. A 401 has the key checked again. */
  readonly client: GatewayClient;
  /** The key, for calls of your own: undefined unless the gate is open. Print it and it shows `[redacted …last4]`. */
  readonly credential: CredentialSource;
  /** What to send when something does not work. It holds no key. */
  diagnostics(): Promise<string>;
  /** Ends everything the gate began. A second time does nothing. */
  dispose(): void;
}
