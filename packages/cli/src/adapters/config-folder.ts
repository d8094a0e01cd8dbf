import { access, chmod, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { RandomBytes } from '@wicketgate/contract';
import { WicketgateError } from '@wicketgate/core';
import { ensurePrivateFolder, withFileLock, writeFileAtomic } from '@wicketgate/core/files';
import { parseStoredSettings, type SettingName, type StoredSettings } from '../rules/settings.ts';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';
import { reasonOf } from './input.ts';

const require = createRequire(import.meta.url);

/** The folder that outlives a run: settings, the installation's id, receipts, encrypted secrets. Never a plain key. */
export interface ConfigFolder {
  /** The settings file, `config.json`. */
  readonly file: string;
  /** Where receipts are kept. */
  readonly receipts: string;
  /** Where a sign-in is kept in plain files, and the locks of every store of sign-ins. */
  readonly signIn: string;
  /** Where receipts of a sign-in are kept: apart from those of keys, since they end with it. */
  readonly signInReceipts: string;
  /** Where encrypted files of secrets are kept, and which projects' files were allowed. */
  readonly secrets: string;
  /** Which MCP servers there are, in VS Code's form: `mcp.json`. */
  readonly mcpFile: string;
  /** What is remembered of MCP servers: catalogs, approved tools, and which projects' files were allowed. */
  readonly mcp: string;
  /** At which MCP servers somebody is signed in, and in which store: `mcp/sign-ins.json`. No token. */
  readonly mcpSignIns: string;
  load(): Promise<StoredSettings>;
  /** Sets one name, or removes it with undefined; what else stands in the file stays. */
  change(name: SettingName, value: string | number | undefined): Promise<void>;
  /** Writes where settings and sign-ins are kept, and leaves nothing. Throws `unwritable_file` or `unsafe_file`. */
  proveWritable(): Promise<void>;
  /** This installation's id, made at the first call: 22 random letters, digits, `_` and `-`. */
  installId(random: RandomBytes): Promise<string>;
}

/** `WICKETGATE_CONFIG_DIR`, or the folder that the platform has for configuration. */
export function openConfigFolder(env: CliIo['env']): ConfigFolder {
  const chosen = env['WICKETGATE_CONFIG_DIR'];
  const folder = chosen ? resolve(chosen) : homeFolder();
  const file = join(folder, 'config.json');
  const signIn = join(folder, 'sign-in');
  return {
    file,
    receipts: join(folder, 'receipts'),
    signIn,
    signInReceipts: join(folder, 'sign-in-receipts'),
    secrets: join(folder, 'secrets'),
    mcpFile: join(folder, 'mcp.json'),
    mcp: join(folder, 'mcp'),
    mcpSignIns: join(folder, 'mcp', 'sign-ins.json'),
    load: async () => settingsIn(await readDocument(file), file),
    change: (name, value) =>
      alone(file, async () => {
        const document = await readDocument(file);
        settingsIn(document, file);
        const { [name]: _, ...others } = document as Record<string, unknown>;
        const changed = value === undefined ? others : { ...others, [name]: value };
        await writeFileAtomic(file, `${JSON.stringify(changed, null, 2)}\n`);
      }),
    proveWritable: () => alone(file, async () => proveWritable(signIn)),
    installId: (random) => readOrMakeInstallId(join(folder, 'install-id'), random),
  };
}

/** Settings of the folder that a shell happens to be in are somebody else's: they could name another gateway. */
function homeFolder(): string {
  const folder = platformFolder();
  if (folder !== undefined && isAbsolute(folder)) return folder;
  const hint = 'Set HOME to its absolute path, or WICKETGATE_CONFIG_DIR to a folder for settings.';
  throw new CommandFailure('broken_config', 'This account has no home folder to keep settings in.', { hint });
}

/** The library asks for the home folder when it is loaded, and fails where an account has none. */
function platformFolder(): string | undefined {
  try {
    const { default: envPaths } = require('env-paths') as typeof import('env-paths');
    return envPaths('wicketgate', { suffix: '' }).config;
  } catch {
    return undefined;
  }
}

/** A folder that is there may be read-only, or open to others; one that is not is made when something is put into it. */
async function proveWritable(folder: string): Promise<void> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  await ensurePrivateFolder(folder);
  await withFileLock(join(folder, 'ready.lock'), () => Promise.resolve());
}

async function readDocument(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(reasonOf(cause))) return {};
    const problem = cause instanceof SyntaxError ? 'It is not valid JSON.' : `It cannot be read (${reasonOf(cause)}).`;
    throw brokenConfig(file, problem, cause);
  }
}

function settingsIn(document: unknown, file: string): StoredSettings {
  const parsed = parseStoredSettings(document);
  if (!parsed.ok) throw brokenConfig(file, parsed.problem);
  return parsed.value;
}

async function readOrMakeInstallId(file: string, random: RandomBytes): Promise<string> {
  return (
    (await knownInstallId(file)) ??
    alone(file, async () => {
      // Two first runs at once: the second takes over what the first has made.
      const known = await knownInstallId(file);
      if (known !== undefined) return known;
      const made = Buffer.from(random(new Uint8Array(16))).toString('base64url');
      await writeFileAtomic(file, `${made}\n`);
      return made;
    })
  );
}

async function knownInstallId(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^[A-Za-z0-9_-]{8,64}$/.exec(text.trim())?.[0];
}

/** Runs work while no other run of the command changes the file, in a folder that is there. */
async function alone<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    await makePrivateFolder(dirname(file));
    return await withFileLock(`${file}.lock`, work);
  } catch (cause) {
    if (cause instanceof CommandFailure || WicketgateError.isInstance(cause)) throw cause;
    const hint = 'Make room for it, or name another folder with WICKETGATE_CONFIG_DIR.';
    throw new CommandFailure('unwritable_file', `The file ${file} cannot be written (${reasonOf(cause)}).`, {
      cause,
      hint,
    });
  }
}

/** Makes a folder for its owner alone; one that is there stays as it is. */
export async function makePrivateFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await chmod(folder, 0o700);
}

function brokenConfig(file: string, problem: string, cause?: unknown): CommandFailure {
  const hint = 'Mend the file or remove it; `wicketgate config path` prints where it is.';
  return new CommandFailure('broken_config', `The settings file ${file} does not fit. ${problem}`, { hint, cause });
}
