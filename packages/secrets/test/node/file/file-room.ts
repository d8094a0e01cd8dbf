import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, Secret, systemClock } from '@wicketgate/core';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { type Disk, systemDisk } from '../../../src/node/file/disk.ts';
import { createSecretFileOn } from '../../../src/node/file/secret-file.ts';
import type { NewWrap, SecretFile, SecretFileNotice, WrappingKeys } from '../../../src/node/file/surface.ts';
import { createCollectingLogger } from '../../collecting-logger.ts';
import { createMemoryKeyring } from '../../memory-keyring.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

export const MASTER_KEY = new Secret('XtaDDtaXVOStCEOtMYmW0QkWIEhFgFQ84gqCqslW2oM=');
export const OTHER_MASTER_KEY = new Secret('9fb589858d5a514bb9550e183646f4421189921af19e2219a423ed6e5d1101b2');
export const PASSPHRASE = new Secret('correct horse battery staple');
export const AGE_IDENTITY = new Secret('AGE-SECRET-KEY-174A5WAAF2UJ9AXGALE0ZALD5GYLSQKTCP8L9X769Y7CGZN7SDEEQRR8STA');
export const AGE_RECIPIENT = 'age1nswa9t2zadnf4nq2ujqvfva96dfvmhhfuzqmsp0e255s5h4m7qvqcltx2s';

/** A folder for one file of secrets, and everything that its owner has at hand. */
export async function createFileRoom() {
  const folder = await temporaryFolder();
  const file = join(folder, 'secrets.json');
  const random = createSeededRandom();
  const fake = createFakeClock();
  const keyring = createMemoryKeyring();
  const notices: SecretFileNotice[] = [];
  const logger = createCollectingLogger();
  // Who waits for a lock waits for another who is at work in real time.
  const clock: Clock = { now: () => fake.now(), sleep: (ms, signal) => systemClock.sleep(ms, signal) };
  return {
    folder,
    file,
    backup: `${file}.bak`,
    random,
    clock: fake,
    keyring,
    notices,
    logger,
    text: (path = file) => readFile(path, 'utf8'),
    /** The file as a program sees it that has these keys. By default the master key alone. */
    open: (keys: WrappingKeys = { masterKey: MASTER_KEY }, disk: Disk = systemDisk): SecretFile =>
      createSecretFileOn(disk, {
        file,
        path: 'development',
        keys,
        clock,
        random,
        logger,
        onNotice: (notice) => notices.push(notice),
        lockWaitMs: 10_000,
      }),
  };
}

export type FileRoom = Awaited<ReturnType<typeof createFileRoom>>;

export const MASTER_WRAP: NewWrap = { kind: 'master-key' };
export const AGE_WRAP = { kind: 'age', recipient: AGE_RECIPIENT } as const;
export const PASSPHRASE_WRAP = { kind: 'passphrase', passphrase: PASSPHRASE } as const;

/** A room with a file that holds these. */
export async function createFilledRoom(
  secrets: Readonly<Record<string, string>> = { ALPHA: 'alpha-value', BETA: 'beta-value' },
  wraps: readonly NewWrap[] = [MASTER_WRAP],
): Promise<FileRoom> {
  const room = await createFileRoom();
  const file = room.open({ masterKey: MASTER_KEY, keyring: room.keyring });
  await file.create(wraps);
  await file.putAll(entriesOf(secrets));
  await file.close();
  room.notices.length = 0;
  return room;
}

export function entriesOf(secrets: Readonly<Record<string, string>>): ReadonlyMap<string, Secret> {
  return new Map(Object.entries(secrets).map(([name, value]) => [name, new Secret(value)]));
}

/** The values that a file holds, by name. */
export async function valuesOf(file: SecretFile): Promise<Record<string, string | undefined>> {
  const values: Record<string, string | undefined> = {};
  for (const name of (await file.names?.()) ?? []) values[name] = (await file.find(name))?.secret.reveal();
  return values;
}

/** Somebody who gives these passphrases, one after the other, and then none. */
export function answering(...answers: readonly string[]) {
  const asked: number[] = [];
  const passphrase = (attempt: number) => {
    asked.push(attempt);
    const answer = answers[asked.length - 1];
    return Promise.resolve(answer === undefined ? undefined : new Secret(answer));
  };
  return { asked, passphrase };
}

export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('The promise resolved.');
    },
    (reason: unknown) => reason,
  );
}
