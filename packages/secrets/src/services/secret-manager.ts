import { Secret, systemClock, systemFetch } from '@wicketgate/core';
import type { ProgramRequest } from '../ports/program-runner.ts';
import { checkSecretName } from '../rules/secret-name.ts';
import { checkSecretValue } from '../rules/secret-value.ts';
import {
  type ExplainedPlace,
  type Finding,
  type Provenance,
  type SecretListing,
  type SkippedSource,
  UNVERIFIED,
} from '../words/found.ts';
import type { ProbeResult } from '../words/probe-result.ts';
import type { SecretSpec } from '../words/spec.ts';
import { explainPlaces, findEverywhere, findFirst, type FirstFound } from './finding.ts';
import { listSecret } from './listing.ts';
import { checkSources, indexSpecs, isStore, type SecretAccess, type SecretManagerOptions } from './manager-options.ts';
import { notAllowed, notSet } from '../rules/missing-secrets.ts';
import { doubtIn, type Search } from './place-visits.ts';
import { probeSecret } from './probe.ts';
import { storedNames } from './stored-names.ts';
import { chooseStore, putSecret, removeSecret } from './secret-changes.ts';

export interface SecretCallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Finds secrets in ordered sources. In each source the name itself wins over its aliases; a higher source wins over a lower
 * one, whatever the alias; empty and blank values count as absent. Nothing is remembered between calls. A keyring that is
 * absent, locked or silent is passed over and told to the logger; any other source that fails ends the search with its
 * error, never with the value of a lower one. Every method throws `invalid_name` for a text that is no name.
 */
export class SecretManager {
  readonly #options: SecretManagerOptions;
  readonly #specs: ReadonlyMap<string, SecretSpec>;

  /** Throws a TypeError for two sources of one id, a `store` that is none of them, or two specs that claim one name. */
  constructor(options: SecretManagerOptions) {
    checkSources(options);
    this.#options = { ...options };
    this.#specs = indexSpecs(options.specs ?? []);
  }

  /** The value, or `default`, or undefined. Asks down to the first source that has it and no further. */
  async get(
    name: string,
    options: SecretCallOptions & { readonly default?: Secret | string } = {},
  ): Promise<Secret | undefined> {
    const { held } = await this.#told(name, options);
    if (held !== undefined) return held.found.secret;
    return typeof options.default === 'string' ? new Secret(options.default) : options.default;
  }

  /** As `get`, but throws `missing_secret` that names the sources which were passed over. */
  async require(name: string, options: SecretCallOptions = {}): Promise<Secret> {
    const { held, skipped } = await this.#told(name, options);
    if (held !== undefined) return held.found.secret;
    throw notSet([{ name, spec: this.#specs.get(name) }], skipped);
  }

  /** The value with where it came from and the places that it shadows. Asks every source, programs included. */
  async find(name: string, options: SecretCallOptions = {}): Promise<Finding | undefined> {
    return this.#audited(name, async () => {
      const { finding } = await findEverywhere(this.#search(name, options));
      return { answer: finding, source: finding?.from.source };
    });
  }

  /**
   * Stores a value under this name in one source, over what was there, and answers where it stands. A higher source may
   * still win: `find` tells. Throws `invalid_value` or `not_writable`, or what the source throws.
   */
  async set(
    name: string,
    secret: Secret,
    { to = this.#options.store, signal }: SecretCallOptions & { readonly to?: string } = {},
  ): Promise<Provenance> {
    checkSecretName(name);
    checkSecretValue(name, secret);
    signal?.throwIfAborted();
    return putSecret(chooseStore(this.#options.sources, to), secret, { name, signal });
  }

  /**
   * Removes exactly this name, not its aliases, from one source or from all that can be written to, and answers the ids of
   * those that held it. With `all` it goes on past a source that fails and throws that failure at the end.
   */
  async delete(
    name: string,
    { from = this.#options.store, signal }: SecretCallOptions & { readonly from?: string } = {},
  ): Promise<readonly string[]> {
    checkSecretName(name);
    const { sources } = this.#options;
    const stores = from === 'all' ? sources.filter(isStore) : [chooseStore(sources, from)];
    return removeSecret(stores, { name, signal });
  }

  /**
   * What may be shown of every secret that has a spec or stands in a source that can be written to, without any value:
   * first in the order of the specs, then by name. A source that fails shows in the `failure` of each entry that it hides.
   */
  async list({ signal }: SecretCallOptions = {}): Promise<readonly SecretListing[]> {
    const failures: Search['failures'] = new Map();
    const known = await storedNames(this.#searchOf([], signal, failures));
    const claimed = new Set([...this.#specs.values()].flatMap((spec) => [spec.name, ...spec.aliases]));
    const names = [...this.#specs.keys(), ...known.filter((name) => !claimed.has(name))];
    const listings: SecretListing[] = [];
    for (const name of names) {
      const search = this.#searchOf(this.#namesOf(name), signal, failures);
      listings.push(await listSecret(search, name, this.#specs.get(name)));
    }
    return listings;
  }

  /** Every place where the secret was looked for, in order. Below a place with `failed` nothing is used. */
  async explain(name: string, options: SecretCallOptions = {}): Promise<readonly ExplainedPlace[]> {
    return explainPlaces(this.#search(name, options));
  }

  /** Whether each required secret is there, in the order of the specs. */
  async check({ signal }: SecretCallOptions = {}): Promise<
    readonly { readonly name: string; readonly present: boolean }[]
  > {
    const failures: Search['failures'] = new Map();
    const answers: { name: string; present: boolean }[] = [];
    const passed: SkippedSource[] = [];
    for (const { name } of [...this.#specs.values()].filter(({ required }) => required)) {
      const { held, skipped } = await findFirst(this.#searchOf(this.#namesOf(name), signal, failures));
      if (held !== undefined) passed.push(...skipped);
      answers.push({ name, present: held !== undefined });
    }
    this.#warnOfDoubt(passed);
    return answers;
  }

  /**
   * Starts a program with secrets in its environment and answers its exit code. `names`: exactly these, all of them needed;
   * without it all that have a spec, of which the required ones are needed. The runner is told the names and aliases of all
   * specs, to mask what the program inherits under them. Throws `missing_secret` that names every one
   * that is missing, before anything is started.
   */
  async run(
    command: ProgramRequest['command'],
    { names, signal }: SecretCallOptions & { readonly names?: readonly string[] } = {},
  ): Promise<number> {
    const { runner } = this.#options;
    if (runner === undefined) throw new TypeError('This manager was given no runner for programs.');
    const needed = names ?? [...this.#specs.values()].filter(({ required }) => required).map(({ name }) => name);
    const secrets = new Map<string, Secret>();
    const skipped: SkippedSource[] = [];
    const passed: SkippedSource[] = [];
    const failures: Search['failures'] = new Map();
    for (const name of new Set(names ?? this.#specs.keys())) {
      const first = await this.#first(name, { ...(signal && { signal }) }, failures);
      if (first.held !== undefined) {
        secrets.set(name, first.held.found.secret);
        passed.push(...first.skipped);
      } else if (needed.includes(name)) skipped.push(...first.skipped);
    }
    const missing = [...new Set(needed)].filter((name) => !secrets.has(name));
    if (missing.length > 0)
      throw notSet(
        missing.map((name) => ({ name, spec: this.#specs.get(name) })),
        skipped,
      );
    this.#warnOfDoubt(passed);
    const known = [...this.#specs.keys()].flatMap((name) => this.#namesOf(name));
    return runner({ command, secrets, known, ...(signal && { signal }) });
  }

  /** Asks the vendor whether the value works. Throws `not_allowed` when the request comes from a file not allowed yet. */
  async probe(name: string, { signal }: SecretCallOptions = {}): Promise<ProbeResult> {
    const spec = this.#specs.get(checkSecretName(name));
    if (spec?.withheld?.includes('probe')) throw notAllowed(spec, 'probe');
    if (spec?.probe === undefined) return { outcome: 'none' };
    const { held } = await this.#told(name, { ...(signal && { signal }) });
    if (held === undefined) return { outcome: 'unset' };
    const { fetch = systemFetch(), clock = systemClock } = this.#options;
    return probeSecret(spec.probe, held.found.secret, { fetch, clock, signal });
  }

  async #told(name: string, options: SecretCallOptions): Promise<FirstFound> {
    const first = await this.#first(name, options);
    if (first.held !== undefined) this.#warnOfDoubt(first.skipped);
    return first;
  }

  /** A value was used from below a source that may have had one. What was verified since is in doubt no more. */
  #warnOfDoubt(passed: readonly SkippedSource[]): void {
    for (const source of this.#options.sources) {
      const doubt = passed.some((one) => one.source === source.id && one.code === UNVERIFIED) && doubtIn(source);
      if (doubt) this.#options.logger?.warn({ ...doubt }, 'a secret was taken from below a file that was not verified');
    }
  }

  #first(name: string, options: SecretCallOptions, failures?: Search['failures']): Promise<FirstFound> {
    return this.#audited(name, async () => {
      const first = await findFirst(this.#search(name, options, failures));
      return { answer: first, source: first.held?.source.id };
    });
  }

  /** Tells the audit log what came of a look at a value, before the caller gets it. */
  async #audited<Answer>(
    name: string,
    look: () => Promise<{ readonly answer: Answer; readonly source: string | undefined }>,
  ): Promise<Answer> {
    checkSecretName(name);
    const { answer, source } = await look().catch((error: unknown) => {
      this.#tell({ name, source: undefined, outcome: 'failed' });
      throw error;
    });
    this.#tell({ name, source, outcome: source === undefined ? 'absent' : 'found' });
    return answer;
  }

  #tell(access: Omit<SecretAccess, 'at'>): void {
    const { onAccess, clock = systemClock } = this.#options;
    onAccess?.({ ...access, at: clock.now() });
  }

  #search(name: string, { signal }: SecretCallOptions, failures: Search['failures'] = new Map()): Search {
    return this.#searchOf(this.#namesOf(checkSecretName(name)), signal, failures);
  }

  #searchOf(names: readonly string[], signal: AbortSignal | undefined, failures: Search['failures']): Search {
    const { sources, logger } = this.#options;
    return { sources, names, signal, failures, logger };
  }

  #namesOf(name: string): readonly string[] {
    return [name, ...(this.#specs.get(name)?.aliases ?? [])];
  }
}
