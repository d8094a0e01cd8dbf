import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, createBench, type RunOptions } from './cli-harness.ts';

/** As `openssl rand -base64 32` prints one. It opens nothing outside the tests. */
export const MASTER_KEY = 'h0yq0ZC1sXqYxkYtT7s7m2hJr2vUuB3nW9p1QeFdGaI=';

/** A value that must turn up nowhere but where it is meant. */
export const VALUE = 'v4lue-0f-the-t0ken-7788';

export interface SecretsBench extends Bench {
  /** Folder of the project; it is there, and has no file of its own yet. */
  readonly project: string;
  /** Path of the encrypted file of `development`. */
  readonly vault: string;
  /** Keeps a value in the encrypted file, by a pipe. */
  readonly keep: (name: string, value?: string, options?: RunOptions) => Promise<void>;
  readonly writeProject: (secrets: readonly object[]) => void;
  /** All that stands in files of the settings' folder. */
  readonly kept: () => string;
}

/** A machine without a keyring whose environment has a master key, and the folder of a project. */
export function createSecretsBench(): SecretsBench {
  const bench = createBench();
  const project = join(bench.folder, 'project');
  mkdirSync(project);
  const env = { WICKETGATE_MASTER_KEY: MASTER_KEY };
  const run: Bench['run'] = (argv, options = {}) =>
    bench.run(argv, { key: null, ...options, env: { ...env, ...options.env } });
  const json: Bench['json'] = async (argv, options) => {
    const { stdout, stderr, code } = await run([...argv, '--json'], options);
    if (stdout === '') throw new Error(`Nothing on stdout; exit code ${code}; ${stderr}`);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const config = join(bench.folder, 'config');
  return {
    ...bench,
    run,
    json,
    project,
    vault: join(config, 'secrets', 'secrets.development.json'),
    keep: async (name, value = VALUE, options) => {
      const { code, stderr } = await run(['secrets', 'set', name, '--stdin'], { stdin: value, ...options });
      if (code !== 0) throw new Error(stderr);
    },
    writeProject: (secrets) => {
      writeFileSync(join(project, 'wicketgate.secrets.json'), JSON.stringify({ version: 1, secrets }));
    },
    kept: () =>
      readdirSync(config, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
        .join('\n'),
  };
}
