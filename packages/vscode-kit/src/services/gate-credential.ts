import type { CredentialSource, Middleware, Secret } from '@wicketgate/core';

/** How a person is signed in. */
export type CredentialKind = 'key' | 'signIn' | 'command';

/** What a gate presents to its gateway: a key that stays, or tokens that follow each other. */
export interface GateCredential extends CredentialSource {
  readonly kind: CredentialKind;
  /**
   * What to present now. Undefined when the sign-in is over. Throws a `WicketgateError` when nothing is left to present and
   * the gateway cannot be asked for more.
   */
  credential(signal?: AbortSignal): Promise<Secret | undefined>;
  /** What comes after a credential that was refused; undefined when the sign-in is over. A key has none. */
  renew?(refused: Secret, signal?: AbortSignal): Promise<Secret | undefined>;
  /** What was presented last, over or not: its receipt stands in for a gateway that cannot be asked. */
  last(signal?: AbortSignal): Promise<Secret | undefined>;
  /** Whether a credential was given by this one, and not by another gateway or an earlier session. */
  gave(credential: Secret): boolean;
  /**
   * Whether it has nothing to present here because it belongs elsewhere: to another machine that shares the secrets of this
   * one, or to another path of the same origin. There it goes on.
   */
  isElsewhere(): Promise<boolean>;
  /** Proves the key that tokens are bound to (RFC 9449). Undefined where nothing is bound. */
  readonly middleware?: Middleware | undefined;
  /** Ends the sign-in at the gateway and here. Answers whether the gateway knows of it. */
  end(signal?: AbortSignal): Promise<boolean>;
  /** Lets go of timers. The sign-in stays. */
  close(): void;
}

/** A key as it is. Whoever issued it ends it. */
export function keyCredential(apiKey: Secret): GateCredential {
  const give = () => Promise.resolve(apiKey);
  return {
    kind: 'key',
    credential: give,
    last: give,
    gave: (credential) => credential === apiKey,
    isElsewhere: () => Promise.resolve(false),
    end: () => Promise.resolve(true),
    close: () => undefined,
  };
}
