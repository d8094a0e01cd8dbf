import { Secret } from '@wicketgate/core';
import type { SecretFile } from '@wicketgate/secrets/node';
import { atMost, type Figure, NO_GOAL } from '../../src/figure.ts';
import { OURS, row } from '../../src/row.ts';
import { timeEach } from '../../src/timing.ts';
import { type Contestant, inTurns } from '../../src/turns.ts';
import { installPeers } from '../peer-packages.ts';
import { type EncryptedEnv, makeEncryptedEnv } from './dotenvx.ts';
import { freshMasterKey, makeOwnFile, type OwnFile } from './own-file.ts';

const SECRETS = new Map(
  Array.from({ length: 100 }, (_, at) => [`SERVICE_${at}_API_KEY`, `value-${at}-`.padEnd(40, 'x')]),
);
const NAMES = [...SECRETS.keys()];
const WARM_READS = 20;
const PASSPHRASE = new Secret('five words that nobody says');

const now = () => performance.now();

/** Everybody who takes part, with files of the same secrets. */
interface Room {
  readonly byMasterKey: OwnFile;
  readonly byPassphrase: OwnFile;
  /** Undefined where it could not be installed. */
  readonly dotenvx: EncryptedEnv | undefined;
}

/** Reading 100 secrets from an encrypted file, and opening one. */
export async function figures(): Promise<Figure[]> {
  const room = await openRoom();
  try {
    return [await warmFigure(room), await firstFigure(room), await passphraseFigure(room)];
  } finally {
    for (const each of [room.byMasterKey, room.byPassphrase, room.dotenvx]) await each?.close();
  }
}

async function openRoom(): Promise<Room> {
  const passphrase = () => Promise.resolve(PASSPHRASE);
  const masterKey = freshMasterKey();
  return {
    byMasterKey: await makeOwnFile({ secrets: SECRETS, wrap: { kind: 'master-key' }, keys: { masterKey } }),
    byPassphrase: await makeOwnFile({
      secrets: SECRETS,
      wrap: { kind: 'passphrase', passphrase: PASSPHRASE },
      keys: { passphrase },
    }),
    dotenvx: await openDotenvx(),
  };
}

/** Our own figures need no network: a machine without one gets them alone, and is told. */
async function openDotenvx(): Promise<EncryptedEnv | undefined> {
  const peers = await installPeers().catch((error: unknown) => {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    process.stderr.write(`dotenvx cannot be installed, and our figures stand alone: ${reason}\n`);
  });
  return peers === undefined ? undefined : makeEncryptedEnv(peers, SECRETS);
}

/** By a process that has opened its file. dotenvx keeps nothing open: it decrypts all of its file each time. */
async function warmFigure({ byMasterKey, dotenvx }: Room): Promise<Figure> {
  const file = byMasterKey.open();
  await file.unlock();
  const ours: Contestant = { name: OURS, measure: () => milliseconds(() => readAll(file), WARM_READS) };
  const medians = await inTurns([ours, ...contestants(dotenvx)]);
  await file.close();
  return row(medians, {
    figure: 'read 100 secrets from a warm file after unlock, p50',
    ...{ unit: 'ms', metric: 'p50', goal: atMost(5) },
  });
}

/** By a process that has just started: the file read and verified, its key unwrapped. */
async function firstFigure({ byMasterKey, dotenvx }: Room): Promise<Figure> {
  const ours: Contestant = { name: OURS, measure: () => milliseconds(() => openAndReadAll(byMasterKey)) };
  const medians = await inTurns([ours, ...contestants(dotenvx)]);
  return row(medians, {
    figure: 'open a file by a key at hand and read 100 secrets',
    ...{ unit: 'ms', metric: 'p50', goal: NO_GOAL },
  });
}

async function passphraseFigure({ byPassphrase }: Room): Promise<Figure> {
  const unlock = async () => {
    const file = byPassphrase.open();
    await file.unlock();
    await file.close();
  };
  const medians = await inTurns([{ name: OURS, measure: () => milliseconds(unlock) }]);
  return row(medians, {
    figure: 'open a file by its passphrase (scrypt, N = 2^17)',
    ...{ unit: 'ms', metric: 'p50', goal: NO_GOAL },
  });
}

function contestants(dotenvx: EncryptedEnv | undefined): Contestant[] {
  if (dotenvx === undefined) return [];
  const measure = () =>
    milliseconds(async () => {
      check(new Map(Object.entries(await dotenvx.readAll())));
    });
  return [{ name: 'dotenvx', measure }];
}

async function openAndReadAll(own: OwnFile): Promise<void> {
  const file = own.open();
  await readAll(file);
  await file.close();
}

async function readAll(file: SecretFile): Promise<void> {
  const found = new Map<string, string | undefined>();
  for (const name of NAMES) found.set(name, (await file.find(name))?.secret.reveal());
  check(found);
}

/** What reads nothing is fast. */
function check(found: ReadonlyMap<string, string | undefined>): void {
  for (const [name, value] of SECRETS) if (found.get(name) !== value) throw new Error(`${name} was not read.`);
}

async function milliseconds(call: () => Promise<void>, times = 1): Promise<{ readonly p50: number }> {
  const calls = Array.from({ length: times }, () => call);
  return { p50: (await timeEach(calls, now)).p50 / 1_000 };
}
