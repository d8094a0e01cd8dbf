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
    if ('command' in session) {
      return commandCredential({ ...this.#options, program: session.command, machine: session.machine });
    }
    const opened = this.open(session.tokensKey, session.url);
    if (opened === undefined) return NOTHING;
    const credential = signInCredential({ session: opened, ...ties });
    return session.url === this.#options.url ? credential : atAnotherPath(credential);
  }

  /** The sign-in whose tokens are sealed with a key. Undefined where the extension has no id at the gateway. */
  open(tokensKey: Secret, url = this.#options.url): Session | undefined {
    const { clientId, notes, clock, random, logger, fetch } = this.#options;
    if (clientId === undefined) return undefined;
    const store = createEditorTokenStore({ notes, tokensKey, random });
    return createSession({ url, clientId, store, clock, random, logger, ...(fetch !== undefined && { fetch }) });
  }

  /** Rejects where the tokens of a sign-in could not be kept: found out before a person has allowed one. */
  async probe(signal: AbortSignal): Promise<void> {
    await this.#options.notes.exclusively('0'.repeat(64), () => Promise.resolve(), signal);
  }
}

/** Its tokens belong to another gateway of the same origin: it can be ended there, and presents nothing here. */
function atAnotherPath(credential: GateCredential): GateCredential {
  return {
    ...NOTHING,
    isElsewhere: () => Promise.resolve(true),
    end: (signal) => credential.end(signal),
    close: () => credential.close(),
  };
}

/** A sign-in that an earlier version of the extension left. */
const NOTHING: GateCredential = {
  kind: 'signIn',
  credential: () => Promise.resolve(undefined),
  last: () => Promise.resolve(undefined),
  gave: () => false,
  isElsewhere: () => Promise.resolve(false),
  end: () => Promise.resolve(true),
  close: () => undefined,
};
