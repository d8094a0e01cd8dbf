import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Secret, systemClock } from '@wicketgate/core';
import { createSecretFile } from '@wicketgate/secrets/node';

/** A file of secrets in a folder of its own, under a master key. */
export interface ProofFile {
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

export async function makeProofFile(first: ReadonlyMap<string, string>): Promise<ProofFile> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-proof-'));
  const file = path.join(folder, 'secrets.proof.json');
  const masterKey = randomBytes(32).toString('base64');
  const open = () =>
    createSecretFile({
      ...{ file, path: 'proof', clock: systemClock, keys: { masterKey: new Secret(masterKey) } },
      random: (bytes) => crypto.getRandomValues(bytes),
    });
  const made = open();
  await made.create([{ kind: 'master-key' }]);
  await made.putAll(new Map([...first].map(([name, value]) => [name, new Secret(value)])));
  await made.close();
  return {
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
