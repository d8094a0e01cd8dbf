import type { CredentialSource } from '../../ports/credential-source.ts';
import type { Middleware } from '../../ports/fetch.ts';
import type { TokenStore } from '../../ports/token-store.ts';
import type { Secret } from '../../words/secret.ts';
import type { SessionChange, SignedIn, SignInTokens, SignOutResult } from '../../words/sign-in.ts';
import type { SignInOptions } from './sign-in-options.ts';

export interface SessionOptions extends Omit<SignInOptions, 'scopes' | 'resource'> {
  /** Where the sign-in outlives this process, and what keeps two of its sharers from refreshing at once. */
  readonly store: TokenStore;
  /** Keeps several sign-ins of one application at one gateway apart. 1 to 64 letters, digits, `_`, `-`. Default `default`. */
  readonly profile?: string;
  /**
   * `timer` is for programs that run on: refreshes before the access token ends, also when nobody asks, and makes nobody wait;
   * the timer keeps no process alive. `asked` is for programs that end soon: refreshes only when a credential is asked for, and
   * waits for it. Default `timer`.
   */
  readonly refresh?: 'timer' | 'asked';
}

/**
 * A sign-in that outlives the process and is shared by all who open the same store. One refreshes at a time; network trouble
 * signs nobody out, but for one moment: when the gateway has used up a refresh token, and the answer is not stored within 30
 * seconds by this process or another, the gateway takes the next refresh for one by a thief (RFC 9700 section 4.14.2).
 */
export interface Session extends CredentialSource {
  /**
   * The access token; undefined when nobody is signed in. Refreshed from 5 minutes before its end (from the last quarter of its
   * life, when that is shorter), and always waited for when it is over. Throws a `WicketgateError` when it is
   * over and the gateway cannot be asked: nobody is signed out by that.
   */
  credential(signal?: AbortSignal): Promise<Secret | undefined>;
  /** The newer token of the store, or a refreshed one; undefined when the gateway ended the sign-in. Throws as above. */
  renew(refused: Secret, signal?: AbortSignal): Promise<Secret | undefined>;
  /** The access token as it stands, ended or not, without asking the gateway: receipts are bound to it. */
  lastCredential(signal?: AbortSignal): Promise<Secret | undefined>;
  /**
   * Keeps the tokens of a sign-in, over those of an older one, which is ended at the gateway. Throws what the store throws, and
   * `aborted` and `closed`: then the older one stays, and the new tokens are ended.
   */
  save(tokens: SignInTokens, signal?: AbortSignal): Promise<SignedIn>;
  /**
   * Forgets the sign-in and tells the gateway (RFC 7009). The local part happens even when the gateway cannot be told. Throws what
   * the store throws when the record cannot be taken away; the gateway is told all the same when the record could be read.
   */
  signOut(signal?: AbortSignal): Promise<SignOutResult>;
  /** Who is signed in, as the store has it now; undefined when nobody is. */
  current(signal?: AbortSignal): Promise<SignedIn | undefined>;
  /** Is told of every change that this object sees, also of those that others made. Answers a function that ends this. */
  onChange(listener: (change: SessionChange) => void): () => void;
  /** For clients of the gateway: proves the key of a token that is bound to one (RFC 9449). Other requests pass as they are. */
  readonly middleware: Middleware;
  /**
   * Stops the timer; from then on every call throws `closed`. Waits for a refresh under way, since half of one could lose the
   * sign-in: a program that is about to end waits for this. The sign-in stays.
   */
  close(): Promise<void>;
}
