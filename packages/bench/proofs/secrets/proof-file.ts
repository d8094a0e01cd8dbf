import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Secret, systemClock } from '@wicketgate/core';
import { createSecretFile, type SecretFile } from '@wicketgate/secrets/node';

/** Where a file of secrets is, or is to be: a folder of its own, and the master key that opens it. */
export interface ProofFile {
  readonly folder: string;
  readonly file: string;
  readonly masterKey: string;
  /** Every value by its name, as a process that has just started reads it. Throws when the file does not verify. */
  readAll(): Promise<ReadonlyMap<string, string>>;
  /** How many times the file was written. */
  writes(): Promise<number>;
  /** The process that holds the lock, or undefined when nobody does. */
  lockHolder(): Promise<number | undefined>;
  /** What writers left beside the file, its backup excepted. */
  leftovers(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** A place with a file that holds these. */
export async function makeProofFile(first: ReadonlyMap<string, string>): Promise<ProofFile> {
  const place = await makeProofPlace();
  const made = openAt(place);
  await made.create([{ kind: 'master-key' }]);
  await made.putAll(new Map([...first].map(([name, value]) => [name, new Secret(value)])));
  await made.close();
  return place;
}

/** A place without any file. */
export async function makeProofPlace(): Promise<ProofFile> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-proof-'));
  const file = path.join(folder, 'secrets.proof.json');
  const masterKey = randomBytes(32).toString('base64');
  const open = () => openAt({ file, masterKey });
  return {
    folder,
    file,
    masterKey,
    async readAll() {
      const opened = open();
      await opened.unlock();
      const values = new Map<string, string>();
      for (const name of (await opened.names?.()) ?? []) {
        values.set(name, (await opened.find(name))?.secret.reveal() ?? '');
      }
      await opened.close();
      return values;
    },
    writes: async () => (await open().summary())?.counter ?? 0,
    async lockHolder() {
      const text = await readFile(`${file}.lock`, 'utf8').catch(() => '');
      return text === '' ? undefined : (JSON.parse(text) as { pid: number }).pid;
    },
    async leftovers() {
      const own = [path.basename(file), `${path.basename(file)}.bak`];
      return (await readdir(folder)).filter((name) => !own.includes(name));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function openAt({ file, masterKey }: Pick<ProofFile, 'file' | 'masterKey'>): SecretFile {
  return createSecretFile({
    ...{ file, path: 'proof', clock: systemClock, keys: { masterKey: new Secret(masterKey) } },
    random: (bytes) => crypto.getRandomValues(bytes),
  });
}
