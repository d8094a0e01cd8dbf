import type { Identity } from '@wicketgate/core';
import type { Gate, GateState } from '@wicketgate/vscode-kit';
import type { Event } from 'vscode';

/** What `vscode.extensions.getExtension('wicketgate.wicketgate')?.exports` is once the extension is active. */
export interface WicketgateExports {
  /**
   * The API in the version that the caller was written for. There is version 1.
   *
   * @throws {RangeError} for any other version.
   */
  getApi(version: 1): WicketgateApi;
}

/**
 * What other extensions may know and ask. The key is not in it, and neither is the person: VS Code asks people before it
 * tells an extension who they are, and nobody is asked here.
 */
export interface WicketgateApi {
  readonly version: 1;
  readonly state: AccessState;
  /** Tells each change, with the new state. A check that finds all of it as it was tells nothing. */
  readonly onDidChangeState: Event<AccessState>;
  /** Asks the person to sign in, unless the gate is open already. Answers the state that came of it. */
  requestSignIn(): Promise<AccessState>;
}

/** Shut, unless the status is `active` or `grace`. */
export type AccessState =
  | { readonly status: 'noKey' | 'checking' | 'invalid' | 'unavailable' }
  | ({ readonly status: 'active' } & Access)
  /** The gateway cannot be asked; open until then (RFC 3339 UTC). */
  | ({ readonly status: 'grace'; readonly until: string } & Access);

/** What the key allows. */
export interface Access {
  readonly tier: Identity['tier'];
  readonly scopes: readonly string[];
  /** RFC 3339 UTC, or null when the key does not end. */
  readonly expiresAt: string | null;
}

/** The part of a gate that the API stands on. */
export type ApiGate = Pick<Gate, 'state' | 'isOpen' | 'onDidChangeState' | 'check' | 'signIn'>;

/** What `activate` answers. */
export function createExports(gate: ApiGate): WicketgateExports {
  const api = createApi(gate);
  return Object.freeze({
    getApi(version: unknown): WicketgateApi {
      if (version === 1) return api;
      throw new RangeError(
        `Wicketgate has no API version ${String(version)}. Ask for version 1, or update Wicketgate.`,
      );
    },
  });
}

function createApi(gate: ApiGate): WicketgateApi {
  return Object.freeze({
    version: 1,
    get state(): AccessState {
      return accessOf(gate.state);
    },
    onDidChangeState: changesOf(gate),
    async requestSignIn(): Promise<AccessState> {
      // The key under check may be good: nobody is asked for another one before that is known.
      if (gate.state.status === 'checking') await gate.check();
      if (!gate.isOpen) await gate.signIn();
      return accessOf(gate.state);
    },
  });
}

/** The gate tells every check: a later time alone is no change to those who cannot see it. */
function changesOf(gate: ApiGate): Event<AccessState> {
  return (listener, thisArgs, disposables) => {
    let told = JSON.stringify(accessOf(gate.state));
    const tell = (state: GateState): void => {
      const access = accessOf(state);
      const text = JSON.stringify(access);
      if (text === told) return;
      told = text;
      listener.call(thisArgs, access);
    };
    return gate.onDidChangeState(tell, undefined, disposables);
  };
}

function accessOf(state: GateState): AccessState {
  switch (state.status) {
    case 'active':
      return Object.freeze({ status: state.status, ...allowedBy(state.identity) });
    case 'grace':
      return Object.freeze({ status: state.status, until: state.until, ...allowedBy(state.identity) });
    case 'noKey':
    case 'checking':
    case 'invalid':
    case 'unavailable':
      return Object.freeze({ status: state.status });
  }
}

function allowedBy({ tier, scopes, expiresAt }: Identity): Access {
  return { tier, scopes: Object.freeze([...scopes]), expiresAt };
}
