import { join } from 'node:path';
import type { SecretSource, SecretStore } from '@wicketgate/core';
import { createDefaultSource, createEnvironmentSource, type Keyring, type SecretSpec } from '@wicketgate/secrets';
import {
  createCommandSource,
  createDotenvSource,
  createKeyring,
  createSecretFile,
  type SecretFile,
  type WrappingKeys,
} from '@wicketgate/secrets/node';
import { canAsk } from '../adapters/prompts.ts';
import type { SecretsPlace } from '../rules/secrets-place.ts';
import type { Store } from '../words/stores.ts';
import type { Context } from './context.ts';
import type { SecretsVoice } from './secrets-voice.ts';

/** Milliseconds: a person who sits there may have to answer the keyring's own prompt first. */
const PATIENT_MS = 60_000;

/** The keyring of the operating system, or the one that was given instead. Its helper is started at the first call. */
export function openKeyring({ io }: Pick<Context, 'io'>): Keyring {
  const { platform, env, clock } = io;
  return io.keyring ?? createKeyring({ platform, env, clock, ...(canAsk(io) && { timeoutMs: PATIENT_MS }) });
}

export interface VaultParts {
  readonly place: SecretsPlace;
  readonly keys: WrappingKeys;
  readonly voice: SecretsVoice;
}

/** The encrypted file, there or not. Nothing of it is read yet. */
export function openVault({ io }: Pick<Context, 'io'>, { place, keys, voice }: VaultParts): SecretFile {
  return createSecretFile({
    file: place.file,
    path: place.environment,
    keys,
    clock: io.clock,
    random: io.random,
    onNotice: voice.onNotice,
  });
}

export interface SourceParts {
  readonly environment: string;
  /** Of the project. */
  readonly folder: string;
  readonly specs: readonly SecretSpec[];
  readonly stores: Readonly<Record<Store, SecretStore>>;
  readonly voice: SecretsVoice;
}

/** Every place where the command looks, the highest first. */
export function sourcesOf({ io }: Pick<Context, 'io'>, parts: SourceParts): readonly SecretSource[] {
  const { environment, folder, specs, stores, voice } = parts;
  const { env, platform, clock } = io;
  return [
    createEnvironmentSource(env),
    stores.keyring,
    stores.file,
    ...[`.env.${environment}`, '.env.local', '.env'].map((label) =>
      createDotenvSource({ file: join(folder, label), label, platform, logger: voice.logger }),
    ),
    createCommandSource({ specs, env, platform, clock }),
    createDefaultSource(specs),
  ];
}
