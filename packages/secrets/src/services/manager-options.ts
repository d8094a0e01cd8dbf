import type { Clock, Fetch, Logger, SecretSource, SecretStore } from '@wicketgate/core';
import type { ProgramRunner } from '../ports/program-runner.ts';
import { checkSecretName } from '../rules/secret-name.ts';
import type { SecretSpec } from '../words/spec.ts';

/** One look at a secret, for an audit log. It never holds the value. */
export interface SecretAccess {
  readonly name: string;
  /** The id of the source that gave the value; undefined when none did. */
  readonly source: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `failed`: a source could not be read, and the caller got an error. */
  readonly outcome: 'found' | 'absent' | 'failed';
}

export interface SecretManagerOptions {
  /** Where to look, the highest first. Each id once. */
  readonly sources: readonly SecretSource[];
  /** What is known of secrets. A name without one has no aliases and is not required. Default none. */
  readonly specs?: readonly SecretSpec[];
  /** The id of the source that `set` and `delete` change. Default: the first that can be written to. */
  readonly store?: string;
  /** Starts programs for `run`; without one `run` is a TypeError. */
  readonly runner?: ProgramRunner;
  /** Default: the platform's. */
  readonly fetch?: Fetch;
  /** Default: the platform's. */
  readonly clock?: Clock;
  /** Told of sources that were passed over. Default: nobody. */
  readonly logger?: Logger;
  /** Told of each value that is handed out or missed. What it throws, the caller gets instead of the value. */
  readonly onAccess?: (access: SecretAccess) => void;
}

export function isStore(source: SecretSource): source is SecretStore {
  return 'put' in source && 'remove' in source;
}

/** Throws a TypeError for a list that a manager could not keep apart. */
export function checkSources({ sources, store }: SecretManagerOptions): void {
  const ids = sources.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new TypeError('Each source of secrets needs an id of its own.');
  if (store !== undefined && !sources.some((source) => source.id === store && isStore(source))) {
    throw new TypeError(`There is no source ${store} that can be written to.`);
  }
}

/** The specs by name. Throws a TypeError when one name or alias belongs to two. */
export function indexSpecs(specs: readonly SecretSpec[]): ReadonlyMap<string, SecretSpec> {
  const taken = new Set<string>();
  for (const name of specs.flatMap((spec) => [spec.name, ...spec.aliases])) {
    checkSecretName(name);
    if (taken.has(name)) throw new TypeError(`Two specs of secrets claim the name ${name}.`);
    taken.add(name);
  }
  return new Map(specs.map((spec) => [spec.name, spec]));
}
