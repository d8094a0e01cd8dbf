import type { Secret } from '../words/secret.ts';

/** A secret and where exactly it stands. */
export interface FoundSecret {
  readonly secret: Secret;
  /** For people: `variable GITHUB_TOKEN`, `/srv/app/.env.local, line 3`. Never part of the value. */
  readonly place: string;
  /** Milliseconds since 1970 at which it was stored, where the source knows. */
  readonly updatedAt?: number;
}

/** One kind of place where people keep secrets: the environment, a file, a keyring, an editor's storage. */
export interface SecretSource {
  /** What the source is called in messages and in JSON: `environment`, `keyring`, `file`, `.env.local`. */
  readonly id: string;
  /**
   * What stands under exactly this name, or undefined when nothing does. An empty value may be answered: whoever asks tells
   * empty from absent. Throws when the source is there and cannot be read.
   */
  find(name: string, signal?: AbortSignal): Promise<FoundSecret | undefined>;
  /** The names that the source holds, sorted; left out where it cannot tell. */
  names?(signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * Why it cannot be relied on that what `find` has not found is not there, as for a file that nobody could verify. Undefined,
   * or left out, where it can.
   */
  doubt?(): { readonly code: string; readonly reason: string } | undefined;
}

/** A source that can be written to. */
export interface SecretStore extends SecretSource {
  /** Stores a secret under a name, over what was there. */
  put(name: string, secret: Secret, signal?: AbortSignal): Promise<void>;
  /** Removes a name, and answers whether it was there. */
  remove(name: string, signal?: AbortSignal): Promise<boolean>;
}
