import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Outcome, run } from '../../src/program.ts';
import { BIN, KEYS, MISPLACED, PLANTED, type SecretsPlace } from './secrets-place.ts';
import { TALKER, writeTalker } from './talker.ts';

/** The command, as scripts call it: all that it says is kept, but for what is meant to show a value. */
export interface Scripts {
  /** A call of which nothing may show a value, however it ends. */
  readonly tell: (args: readonly string[], input?: string) => Promise<Outcome>;
  /** A call that is meant to print a value on standard output, and there alone. */
  readonly show: (args: readonly string[]) => Promise<string>;
  /** Writes down what was said. */
  readonly keep: () => Promise<void>;
}

export function scriptsIn({ env, project, words }: SecretsPlace): Scripts {
  const said: string[] = [];
  const call = async (args: readonly string[], input?: string): Promise<Outcome> => {
    // The flag that names a passphrase is there to try it: the master key would open the file before it is asked for.
    const opens = args.includes('--passphrase-file') ? {} : { WICKETGATE_MASTER_KEY: KEYS.master };
    const outcome = await run(process.execPath, [BIN, ...args], {
      cwd: project,
      env: { ...env, ...opens, SHELL_TOKEN: PLANTED.SHELL_TOKEN },
      ...(input !== undefined && { input }),
    });
    said.push(`$ wicketgate ${args.join(' ').replace(MISPLACED, '…')}`, `exit ${outcome.code}`, outcome.stderr);
    return outcome;
  };
  return {
    tell: async (args, input) => {
      const outcome = await call(args, input);
      said.push(outcome.stdout);
      return outcome;
    },
    show: async (args) => (await call(args)).stdout,
    keep: () => writeFile(path.join(words, 'commands.txt'), said.join('\n')),
  };
}

/** Secrets come in by every way that a script has. */
export async function bringIn({ tell }: Scripts, { vault }: SecretsPlace): Promise<void> {
  const inVault = (name: string) => path.join(vault, name);
  await tell(['secrets', 'list']);
  await tell(['secrets', 'allow', '--yes']);
  await tell(['secrets', 'set', 'PIPED_TOKEN', '--stdin', '--wrap', 'master-key'], PLANTED.PIPED_TOKEN);
  await tell(['secrets', 'set', 'FILED_TOKEN', '--from-file', inVault('filed')]);
  await tell(['secrets', 'import', inVault('from.env')]);
  await tell(['secrets', 'import', inVault('from.json'), '--dry-run']);
  await tell(['secrets', 'import', inVault('from.json')]);
  const key = ['--fernet-key-file', inVault('fernet-key')];
  await tell(['secrets', 'import', inVault('fernet.json'), '--format', 'fernet', ...key]);
  await tell(['setup', '--stdin', '--no-probe'], `GIVEN_TOKEN=${PLANTED.GIVEN_TOKEN}\n`);
}

export interface HandedOn {
  /** What `secrets get` printed into a pipe. */
  readonly got: string;
  readonly exported: string;
  readonly talk: Outcome;
}

/** They are looked at, wrapped anew and handed to programs and files. */
export async function handOn({ tell, show }: Scripts, { vault, project }: SecretsPlace): Promise<HandedOn> {
  const exported = path.join(vault, 'exported.env');
  for (const words of ['list', 'list --json', 'check', 'check --json', 'rotate', 'rotate --json', 'schema']) {
    await tell(['secrets', ...words.split(' ')]);
  }
  for (const name of Object.keys(PLANTED)) {
    await tell(['secrets', 'explain', name]);
    await tell(['secrets', 'get', name, '--json']);
  }
  await tell(['secrets', 'export', '--format', 'dotenv', '--out', exported]);
  const passphrase = ['--new-passphrase-file', path.join(vault, 'passphrase')];
  await tell(['secrets', 'rotate', '--add-wrap', 'passphrase', ...passphrase]);
  await tell(['setup', '--from-env', '--no-probe', '--dotenv-file', '.env.shared']);
  return {
    got: await show(['secrets', 'get', 'PIPED_TOKEN']),
    exported: await readFile(exported, 'utf8'),
    talk: await tell(['run', '--', process.execPath, await writeTalker(project)]),
  };
}

/** What goes wrong: values in the wrong place, keys that do not fit, files that are damaged, of another form, or shared. */
export async function misuse({ tell }: Scripts, { home, vault, project, env }: SecretsPlace): Promise<void> {
  const wrong = path.join(vault, 'wrong');
  await writeFile(wrong, `${KEYS.passphrase}x`, { mode: 0o600 });
  const damaged = path.join(home, 'damaged.json');
  await copyFile(path.join(home, 'config/secrets/secrets.development.json'), damaged);
  await tell(['secrets', 'set', 'PIPED_TOKEN', MISPLACED]);
  await tell(['secrets', 'set', 'PIPED_TOKEN', `--value=${MISPLACED}`]);
  await tell(['secrets', 'get', MISPLACED]);
  await tell(['secrets', 'get', 'PIPED_TOKEN', '--file', damaged, '--passphrase-file', wrong]);
  await writeFile(damaged, (await readFile(damaged, 'utf8')).slice(0, -60));
  await tell(['secrets', 'get', 'PIPED_TOKEN', '--file', damaged]);
  await tell(['secrets', 'import', path.join(vault, 'fernet.json'), '--format', 'dotenv']);
  await tell(['secrets', 'import', path.join(vault, 'from.env'), '--format', 'json']);
  await tell(['run', '--only', 'PIPED_TOKEN', '--', 'no-such-program']);
  await tell(['run', '--only', 'NOWHERE_TOKEN', '--', process.execPath, TALKER]);
  await run('git', ['init', '--quiet', project], { env });
  await tell(['setup', '--from-env', '--no-probe', '--dotenv-file', '.env', '--plain-values']);
}
