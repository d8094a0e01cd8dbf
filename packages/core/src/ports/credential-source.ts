import type { Secret } from '../words/secret.ts';

/** Where a client takes its key or access token from. Asked before each call, so that a changed one is used at once. */
export interface CredentialSource {
  /** The credential, or undefined when there is none. */
  credential(signal?: AbortSignal): Promise<Secret | undefined>;
  /**
   * Told that the gateway answered 401 to `refused`. Answers the credential to try once more with, or undefined when there is
   * no other. Left out where a credential never changes by itself.
   */
  renew?(refused: Secret, signal?: AbortSignal): Promise<Secret | undefined>;
}
