import { type Clock, Secret } from '@wicketgate/core';
import type { Keyring, KeyringReport } from '../../ports/keyring.ts';
import { SecretsError } from '../../words/errors.ts';
import { askDefaultCollection, type DefaultCollection } from './default-collection.ts';
import { type KeyringErrorCode, keyringFailure } from './failure.ts';
import { helperEnvironment } from './helper-environment.ts';
import { createHelperProcess, type HelperProcess, type Unnumbered } from './helper-process.ts';
import { checkKeyringName, checkKeyringValue } from './limits.ts';
import type { HelperRequest } from './messages.ts';
import { isLocalBus } from './session-bus.ts';
import { createTurns, type Turns } from './turns.ts';

export interface KeyringOptions {
  /** Under which name everything is stored: 1 to 255 printable ASCII characters. Default `wicketgate`. */
  readonly service?: string;
  /**
   * Milliseconds after which a call fails with `keyring_timeout`, those that it waits for others included. Default 10,000.
   * Give 60,000 where somebody may have to answer the keyring's prompt.
   */
  readonly timeoutMs?: number;
  readonly platform: NodeJS.Platform;
  /** The environment of the caller. The helper process is given what it needs of it to find the keyring. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** The program that talks to the keyring. Default: the one that comes with this package. */
  readonly helper?: URL;
}

const DEFAULTS = { service: 'wicketgate', timeoutMs: 10_000 } as const;

const BACKENDS: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'Secret Service',
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
};

/**
 * The keyring of the operating system: the Secret Service on Linux and nothing in its place, the Keychain on macOS, the
 * Credential Manager on Windows; elsewhere every call fails with `keyring_unavailable`. A process of its own talks to it,
 * because a call that hangs cannot be interrupted in this one. It is started by the first call, never keeps this process
 * alive by itself, and ends with it.
 *
 * Values have 1 to 65,536 bytes of UTF-8, on Windows 2,000 at most; any other is refused with `invalid_value`. Throws a
 * TypeError for a service, an account or a timeout out of range.
 */
export function createKeyring(options: KeyringOptions): Keyring {
  return new HelperKeyring(options);
}

class HelperKeyring implements Keyring {
  readonly backend: string;
  readonly #service: string;
  readonly #platform: NodeJS.Platform;
  readonly #env: Readonly<Record<string, string>>;
  readonly #helper: HelperProcess;
  readonly #turns: Turns;
  /** Where the Secret Service stores, once it was found good; asked again for a new helper and before all that stores. */
  #collection: DefaultCollection | undefined;

  constructor(options: KeyringOptions) {
    const { service, timeoutMs, platform, env, clock, helper } = { ...DEFAULTS, helper: ownHelper(), ...options };
    checkKeyringName('service', service);
    if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1)
      throw new TypeError('timeoutMs must be a whole number from 1.');
    this.backend = BACKENDS[platform] ?? 'keyring';
    this.#service = service;
    this.#platform = platform;
    this.#env = helperEnvironment(env, platform);
    this.#helper = createHelperProcess({ program: helper, env: this.#env, backend: this.backend });
    this.#turns = createTurns({
      clock,
      timeoutMs,
      timedOut: () => timedOut(this.backend, timeoutMs),
      onStuck: () => void this.#helper.kill(),
    });
  }

  async get(account: string, signal?: AbortSignal): Promise<Secret | undefined> {
    checkKeyringName('account', account);
    const value = await this.#call({ do: 'get', service: this.#service, account }, signal);
    return typeof value === 'string' ? new Secret(value) : undefined;
  }

  async set(account: string, secret: Secret, signal?: AbortSignal): Promise<void> {
    checkKeyringName('account', account);
    checkKeyringValue(secret, this.#platform);
    await this.#call({ do: 'set', service: this.#service, account, value: secret.reveal() }, signal);
  }

  async delete(account: string, signal?: AbortSignal): Promise<boolean> {
    checkKeyringName('account', account);
    return (await this.#call({ do: 'delete', service: this.#service, account }, signal)) === true;
  }

  async probe(signal?: AbortSignal): Promise<KeyringReport> {
    const { backend } = this;
    try {
      await this.#call({ do: 'probe', service: this.#service }, signal);
      return { usable: true, backend, persistent: this.#collection === 'unknown' ? 'unknown' : 'yes' };
    } catch (error) {
      if (!SecretsError.isInstance(error)) throw error;
      const reason = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
      return { usable: false, backend, code: error.code as KeyringErrorCode, reason };
    }
  }

  close(): Promise<void> {
    return this.#turns.last(() => this.#helper.kill());
  }

  async #call(request: Unnumbered<HelperRequest>, signal?: AbortSignal): Promise<string | boolean | null> {
    if (BACKENDS[this.#platform] === undefined) throw unsupported(this.#platform);
    this.#helper.hold();
    try {
      return await this.#turns.take((limited) => this.#serve(request, limited), signal);
    } finally {
      this.#helper.letGo();
    }
  }

  async #serve(request: Unnumbered<HelperRequest>, signal: AbortSignal): Promise<string | boolean | null> {
    if (this.#platform === 'linux') {
      if (!isLocalBus(this.#env['DBUS_SESSION_BUS_ADDRESS'])) throw noLocalBus(this.backend);
      await this.#refuseForgetful(request, signal);
    }
    const answer = await this.#helper.ask(request);
    if (answer.ok) return answer.value;
    const secret = request.do === 'set' ? new Secret(request.value) : undefined;
    throw keyringFailure({ backend: this.backend, step: answer.step, text: answer.text, secret });
  }

  /** Nothing is asked of a service that would forget what it is given: its silence means nothing. */
  async #refuseForgetful(request: Unnumbered<HelperRequest>, signal: AbortSignal): Promise<void> {
    const stores = request.do === 'set' || request.do === 'probe';
    if (this.#collection !== undefined && !stores && !this.#helper.idle) return;
    this.#collection = undefined;
    const collection = await askDefaultCollection({ env: this.#env, signal });
    if (collection === 'none') throw keyringFailure({ backend: this.backend, step: 'use', text: 'no result found' });
    if (collection === 'forgets') throw forgetful(this.backend);
    this.#collection = collection;
  }
}

/** Beside this file's build, or two folders up from its source. A build keeps all of its chunks in one folder. */
function ownHelper(): URL {
  const here = import.meta.url;
  return here.endsWith('.ts') ? new URL('../../keyring-helper.ts', here) : new URL('./keyring-helper.js', here);
}

function forgetful(backend: string): SecretsError {
  return new SecretsError('keyring_unavailable', `The ${backend} forgets at logout what it is given here.`, {
    hint: 'Its default keyring is the one of this session. Make one that stays the default, in the desktop’s program for passwords.',
  });
}

function noLocalBus(backend: string): SecretsError {
  return new SecretsError('keyring_unavailable', `There is no session bus over which the ${backend} could be asked.`, {
    hint: 'DBUS_SESSION_BUS_ADDRESS names none of this machine: only unix:path=/… and unix:abstract=… are followed.',
  });
}

function timedOut(backend: string, timeoutMs: number): SecretsError {
  return new SecretsError('keyring_timeout', `The ${backend} did not answer within ${timeoutMs / 1000} seconds.`, {
    hint: 'If it asks for a password, answer its prompt and try again; otherwise start it anew.',
  });
}

function unsupported(platform: NodeJS.Platform): SecretsError {
  return new SecretsError('keyring_unavailable', `No keyring is known for ${platform}.`, {
    hint: 'Keep secrets in the encrypted file, under a passphrase or WICKETGATE_MASTER_KEY.',
  });
}
