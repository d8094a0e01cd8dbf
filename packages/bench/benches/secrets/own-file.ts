import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Secret, systemClock } from '@wicketgate/core';
import { createSecretFile, type NewWrap, type SecretFile, type WrappingKeys } from '@wicketgate/secrets/node';

/** An encrypted file of ours with the given secrets, opened anew as often as is wanted. */
export interface OwnFile {
  /** As a process that has just started. */
  open(): SecretFile;
  close(): Promise<void>;
}

export interface OwnFileOptions {
  readonly secrets: ReadonlyMap<string, string>;
  readonly wrap: NewWrap;
  readonly keys: WrappingKeys;
}

export async function makeOwnFile({ secrets, wrap, keys }: OwnFileOptions): Promise<OwnFile> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-bench-'));
  const options = {
    ...{ file: path.join(folder, 'secrets.bench.json'), path: 'bench', keys, clock: systemClock },
    random: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes),
  };
  const made = createSecretFile(options);
  await made.create([wrap]);
  await made.putAll(new Map([...secrets].map(([name, value]) => [name, new Secret(value)])));
  await made.close();
  return {
    open: () => createSecretFile(options),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A key that nobody else has. */
export function freshMasterKey(): Secret {
  return new Secret(randomBytes(32).toString('base64'));
}
