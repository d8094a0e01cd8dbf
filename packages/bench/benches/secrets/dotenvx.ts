import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { importFrom } from '../peer-packages.ts';

/** The part of dotenvx that is measured, as its package has it. */
interface DotenvxModule {
  readonly parse: (text: string, options: { privateKey: string; processEnv: object }) => Record<string, string>;
}

/** An `.env` file in which dotenvx has encrypted each value. */
export interface EncryptedEnv {
  /** Reads the file and decrypts every value. Its library has no way to decrypt one. */
  readAll(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** No custodian of keys but the file of keys: nothing is asked over the network, or of the desktop. */
const ALONE = ['--no-armor', '--no-native', '--no-1password', '--no-bitwarden'];

export async function makeEncryptedEnv(installed: string, secrets: ReadonlyMap<string, string>): Promise<EncryptedEnv> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-bench-peer-'));
  const [file, keysFile] = [path.join(folder, '.env'), path.join(folder, '.env.keys')];
  await writeFile(file, [...secrets].map(([name, value]) => `${name}=${value}\n`).join(''));
  const program = path.join(installed, 'node_modules/@dotenvx/dotenvx/src/cli/dotenvx.js');
  const words = [program, 'encrypt', '-f', file, '-fk', keysFile, ...ALONE];
  const env = { PATH: process.env['PATH'], HOME: folder };
  await promisify(execFile)(process.execPath, words, { cwd: folder, env });
  const privateKey = /^DOTENV_PRIVATE_KEY="?([0-9a-f]+)/m.exec(await readFile(keysFile, 'utf8'))?.[1] ?? '';
  const { parse } = (await importFrom(installed, '@dotenvx/dotenvx')) as DotenvxModule;
  return {
    readAll: async () => parse(await readFile(file, 'utf8'), { privateKey, processEnv: {} }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
