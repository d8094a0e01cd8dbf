import type { Secret } from '../words/secret.ts';

/** Where a client takes its key from. Asked before each call, so that a changed key is used at once. */
export interface CredentialSource {
  /** The key, or undefined when there is none. */
  credential(signal?: AbortSignal): Promise<Secret | undefined>;
}
