import { resolve } from 'node:path';
import { BUILTIN_SPECS, type Keyring, type ProgramRunner, SecretManager, type SecretSpec } from '@wicketgate/secrets';
import { createKeyringSource, type SecretFile } from '@wicketgate/secrets/node';
import { lazyFetch } from '../adapters/lazy-fetch.ts';
import { cleanText } from '../rules/clean-text.ts';
import { placeOf, type SecretsPlace } from '../rules/secrets-place.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';
import { openProject, type Project } from './secrets-project.ts';
import { openKeyring, openVault, sourcesOf } from './secrets-sources.ts';
import { createStoring, type Storing } from './secrets-storing.ts';
import { createVoice } from './secrets-voice.ts';
import { type KeyFiles, wrappingKeys } from './wrapping-keys.ts';

export type { KeepOptions } from './secrets-storing.ts';

/** The options that every command about secrets has, parsed. */
export interface RoomFlags extends KeyFiles {
  readonly environment?: string;
  readonly file?: string;
}

/** Everything that a command about secrets works with. Nothing is opened, started or asked for before it is needed. */
export interface SecretsRoom extends SecretsPlace, Storing {
  /** The project's `wicketgate.secrets.json`, where there is one. */
  readonly project: Project | undefined;
  /** What is known of each secret: the project's specs, else the built-in ones. What was not allowed is left out. */
  readonly specs: readonly SecretSpec[];
  readonly manager: SecretManager;
  /** The encrypted file, there or not. */
  readonly vault: SecretFile;
  readonly keyring: Keyring;
  /** Forgets the keys and ends the keyring's helper. */
  close(): Promise<void>;
}

export interface RoomOptions {
  /** How `manager.run` starts programs. */
  readonly runner?: ProgramRunner;
}

/** Lends a room to work, and closes it whatever happened. */
export async function withSecretsRoom<Result>(
  context: Context,
  flags: RoomFlags,
  work: (room: SecretsRoom) => Promise<Result>,
): Promise<Result> {
  const room = await openSecretsRoom(context, flags);
  try {
    return await work(room);
  } finally {
    await room.close();
  }
}

/** Opens the room for the options that were typed. Reads the project's file, and looks whether a file that was named is there. */
export async function openSecretsRoom(
  context: Context,
  flags: RoomFlags,
  options: RoomOptions = {},
): Promise<SecretsRoom> {
  const { io } = context;
  const place = findPlace(context, flags);
  const folder = resolve(io.folder ?? '.');
  const project = await openProject(context, folder);
  const specs = project?.specs ?? BUILTIN_SPECS;
  const keyring = openKeyring(context);
  const voice = createVoice(context.terminal);
  const vault = openVault(context, { place, keys: wrappingKeys(context, flags, keyring), voice });
  const stores = { file: vault, keyring: createKeyringSource({ keyring, environment: place.environment }) };
  if (flags.file !== undefined && !(await vault.exists())) {
    await context.terminal.note(`There is no encrypted file ${cleanText(place.file)} yet.`);
  }
  const network = lazyFetch(io);
  const manager = new SecretManager({
    ...options,
    sources: sourcesOf(context, { ...place, folder, specs, stores, voice }),
    specs,
    store: 'file',
    clock: io.clock,
    logger: voice.logger,
    fetch: network.fetch,
  });
  const room = { ...place, project, specs, manager, vault, keyring };
  return {
    ...room,
    ...createStoring(context, { ...room, stores }),
    close: async () => {
      await Promise.all([vault.close(), keyring.close(), network.close()]);
    },
  };
}

function findPlace({ io, config }: Context, flags: RoomFlags): SecretsPlace {
  const place = placeOf({ flags, env: io.env, folder: config.secrets, base: resolve(io.folder ?? '.') });
  if (place.ok) return place.value;
  throw new CommandFailure('broken_config', place.problem);
}
