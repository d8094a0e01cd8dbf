import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cleanup } from '../../src/cleanup.ts';
import { type Environment, supportedEnvironment } from '../../src/environment.ts';
import { succeed } from '../../src/program.ts';
import { temporaryFolder } from '../../src/temporary-folder.ts';
import { workspaceRoot } from '../../src/workspace.ts';
import { fernetToken } from './fernet-token.ts';

export const BIN = path.join(workspaceRoot, 'packages/cli/dist/bin.js');

/** Short kinds: the first piece that is searched for must be chance, and no word of an option. */
const planted = (kind: string) => `${kind}-${randomBytes(24).toString('base64url')}`;

/** What a person keeps, by the way in which it gets to where it is kept, under the name that it has there. */
export const PLANTED = {
  TYPED_TOKEN: planted('typed'),
  PIPED_TOKEN: planted('piped'),
  FILED_TOKEN: planted('filed'),
  DOTENV_TOKEN: planted('dotenv'),
  JSON_TOKEN: planted('json'),
  FERNET_TOKEN: planted('fernet'),
  SETUP_TOKEN: planted('setup'),
  GIVEN_TOKEN: planted('given'),
  /** Only in the environment of the person's shell. */
  SHELL_TOKEN: planted('shell'),
  /** Only printed by a program that is asked for it. */
  VENDOR_TOKEN: planted('vendor'),
} as const;

/** What opens the encrypted file, and the file of the earlier kind. */
export const KEYS = {
  master: randomBytes(32).toString('base64'),
  passphrase: planted('phrase'),
  fernet: planted('master'),
} as const;

/** Given as an argument, which every process of the machine sees at once; it must not be repeated all the same. */
export const MISPLACED = `${planted('arg')}+`;

/** A person's machine: everything in `home` is searched. */
export interface SecretsPlace {
  readonly home: string;
  readonly project: string;
  /** What was printed and shown, in files. */
  readonly words: string;
  /** What the programs that are started on the way find around them. */
  readonly witness: string;
  /** Outside of `home`: files that are meant to hold a value, and the terminal's socket. */
  readonly vault: string;
  readonly env: Environment;
}

export async function makePlace(cleanup: Cleanup): Promise<SecretsPlace> {
  const home = await temporaryFolder('home', cleanup);
  const vault = await temporaryFolder('vault', cleanup);
  const [project, words, witness, bin, temporary] = ['project', 'words', 'witness', 'bin', 'tmp'].map((name) =>
    path.join(home, name),
  ) as [string, string, string, string, string];
  for (const folder of [project, words, witness, bin, temporary]) await mkdir(folder);
  const place = { home, project, words, witness, vault, env: environment(home, { bin, temporary }) };
  await writeFile(path.join(project, 'wicketgate.secrets.json'), JSON.stringify(projectFile()));
  await fillVault(vault);
  await writePrograms(place, bin);
  return place;
}

/** A desk with a display, no SSH, and no keyring that this machine may happen to have. */
function environment(home: string, { bin, temporary }: { bin: string; temporary: string }): Environment {
  return {
    PATH: [bin, supportedEnvironment()['PATH']].join(path.delimiter),
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    DISPLAY: ':0',
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${home}/nobody`,
    WICKETGATE_CONFIG_DIR: path.join(home, 'config'),
  };
}

function projectFile(): object {
  const specs: Record<string, object> = {
    SETUP_TOKEN: { url: 'https://vendor.example.com/tokens', scopes: ['read'] },
    VENDOR_TOKEN: { command: ['op', 'read', 'op://vault/vendor/token'] },
  };
  return {
    version: 1,
    secrets: Object.keys(PLANTED).map((name) => ({ name, purpose: 'planted', ...specs[name] })),
  };
}

async function fillVault(vault: string): Promise<void> {
  const files: Record<string, string> = {
    filed: PLANTED.FILED_TOKEN,
    'from.env': `DOTENV_TOKEN=${PLANTED.DOTENV_TOKEN}\n`,
    'from.json': JSON.stringify({ JSON_TOKEN: PLANTED.JSON_TOKEN }),
    'fernet.json': JSON.stringify({ FERNET_TOKEN: fernetToken(PLANTED.FERNET_TOKEN, KEYS.fernet) }),
    'fernet-key': KEYS.fernet,
    passphrase: KEYS.passphrase,
    vendor: `${PLANTED.VENDOR_TOKEN}\n`,
    // A person's shell has these; the shell's own start does not.
    rc: `export WICKETGATE_MASTER_KEY='${KEYS.master}' SHELL_TOKEN='${PLANTED.SHELL_TOKEN}'\nPS1='ready> '\necho $$ > '${vault}/pid'\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(vault, name), text, { mode: 0o600 });
}

/** Programs that are started on the way: they note what is around them. No one of them starts another. */
async function writePrograms({ witness, vault }: { witness: string; vault: string }, bin: string): Promise<void> {
  const note = (file: string) => `{ echo "$@"; export -p; } > '${file}'.$$\n`;
  const git = (await succeed('sh', ['-c', 'command -v git'])).trim();
  const programs: Record<string, string> = {
    git: `${note(path.join(witness, 'git'))}exec '${git}' "$@"\n`,
    'xdg-open': note(path.join(witness, 'xdg-open')),
    // It is asked for a secret in its user's name, and has what its user has: its note is looked at by itself.
    op: `${note(path.join(vault, 'op'))}read -r value < '${vault}/vendor'\necho "$value"\n`,
    wicketgate: `exec '${process.execPath}' '${BIN}' "$@"\n`,
  };
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${text}`);
    await chmod(path.join(bin, name), 0o755);
  }
}
