import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Fetch, Logger, Secret } from '@wicketgate/core';
import { createSession, type Session } from '@wicketgate/core/auth';
import type { CommandTokens } from '../ports/command-tokens.ts';
import type { TokenNotes } from '../ports/token-notes.ts';
import type { SignedInSession } from '../rules/session-record.ts';
import { commandCredential } from './command-credential.ts';
import { createEditorTokenStore } from './editor-token-store.ts';
import { type GateCredential, keyCredential } from './gate-credential.ts';
import { signInCredential } from './sign-in-credential.ts';

export interface CredentialRoomOptions {
  /** Base URL of the gateway. */
  readonly url: string;
  /** Id of the extension at the gateway; undefined: nobody signs in but with a key. */
  readonly clientId: string | undefined;
  readonly notes: TokenNotes;
  readonly commands: CommandTokens;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
  readonly fetch: Fetch | undefined;
}

export interface CredentialTies {
  /** Told when there is another token. */
  readonly onRenewed: () => void;
  /** Told when the sign-in is over, by whoever ended it. */
  readonly onEnded: () => void;
}

/** Makes what a gate presents to one gateway out of what a person signed in with. */
export class CredentialRoom {
  readonly #options: CredentialRoomOptions;

  constructor(options: CredentialRoomOptions) {
    this.#options = options;
  }

  credentialOf(session: SignedInSession, ties: CredentialTies): GateCredential {
    if ('apiKey' in session) return keyCredential(session.apiKey);
    if ('command' in session) return commandCredential({ ...this.#options, program: session.command });
    const opened = this.open(session.tokensKey);
    return opened === undefined ? NOTHING : signInCredential({ session: opened, ...ties });
  }

  /** The sign-in whose tokens are sealed with a key. Undefined where the extension has no id at the gateway. */
  open(tokensKey: Secret): Session | undefined {
    const { url, clientId, notes, clock, random, logger, fetch } = this.#options;
    if (clientId === undefined) return undefined;
    const store = createEditorTokenStore({ notes, tokensKey, random });
    return createSession({ url, clientId, store, clock, random, logger, ...(fetch !== undefined && { fetch }) });
  }
}

/** A sign-in that an earlier version of the extension left. */
const NOTHING: GateCredential = {
  kind: 'signIn',
  credential: () => Promise.resolve(undefined),
  last: () => Promise.resolve(undefined),
  gave: () => false,
  end: () => Promise.resolve(true),
  close: () => undefined,
};
