import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '@wicketgate/core/files';
import { afterAll, expect, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';

/** A session bus and a keyring of its own in a folder of its own: the machine's are never touched. */
export interface Session {
  readonly folder: string;
  /** For programs of this session. */
  readonly env: Readonly<Record<string, string>>;
  startBus(): Promise<ChildProcess>;
  /** `unlocked`: with a keyring under a password; `started`: with what the folder holds, and nobody there to unlock it. */
  startKeyring(how: 'unlocked' | 'started'): Promise<ChildProcess>;
  /** Calls `org.freedesktop.Secret.Service`. */
  call(method: string, ...args: string[]): Promise<string>;
  /** How many programs have connected to the bus and not left it. The kernel knows, also when the bus stands still. */
  connections(): number;
}

/** As long as a file of tests: the next one in the process makes its own. */
let daemon = 'gnome-keyring-daemon';

/**
 * A copy of a program, for all tests of a file. Packages give gnome-keyring-daemon the capability CAP_IPC_LOCK, with which no
 * container without it may start the program, as Docker's are by default. A copy does not have it.
 */
async function copyOf(name: string): Promise<string> {
  const { platform, env } = process;
  const program = await findProgram(name, { platform, env });
  if (program === undefined) return name;
  const folder = mkdtempSync(path.join(tmpdir(), 'wicketgate-program-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const copy = path.join(folder, name);
  copyFileSync(program, copy);
  return copy;
}

/** Why there can be no session here; undefined where there can. Every file that starts sessions asks first. */
export async function whyNoSession(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'only Linux has a Secret Service';
  daemon = await copyOf('gnome-keyring-daemon');
  const missing = ['dbus-daemon', 'dbus-send', daemon].filter(
    (program) => spawnSync(program, ['--version']).error !== undefined,
  );
  const names = missing.map((program) => path.basename(program)).join(', ');
  return names === '' ? undefined : `${names}: not installed, or not allowed to run here`;
}

export async function createSession(): Promise<Session> {
  const folder = await temporaryFolder();
  for (const name of ['run', 'share']) mkdirSync(path.join(folder, name), { mode: 0o700 });
  const address = `unix:path=${path.join(folder, 'bus')}`;
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_RUNTIME_DIR: path.join(folder, 'run'),
    XDG_DATA_HOME: path.join(folder, 'share'),
    DBUS_SESSION_BUS_ADDRESS: address,
  };
  const send = async (to: string, ...words: string[]) => {
    const args = ['--session', '--print-reply=literal', `--dest=${to}`, ...words];
    return (await promisify(execFile)('dbus-send', args, { env })).stdout;
  };

  const startBus = async () => {
    const file = path.join(folder, 'bus.conf');
    writeFileSync(file, busConfiguration(address));
    const bus = startProgram(['dbus-daemon', `--config-file=${file}`, '--nofork'], env);
    await vi.waitFor(() => expect(existsSync(path.join(folder, 'bus'))).toBe(true), { timeout: 10_000, interval: 5 });
    return bus;
  };

  const startKeyring = async (how: 'unlocked' | 'started') => {
    const way = how === 'unlocked' ? '--unlock' : '--start';
    const keyring = startProgram([daemon, way, '--foreground', '--components=secrets'], env);
    keyring.stdin?.end(how === 'unlocked' ? 'password' : '');
    const question = ['/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
    const hasOwner = () => send('org.freedesktop.DBus', ...question);
    await vi.waitFor(async () => expect(await hasOwner()).toContain('true'), { timeout: 10_000, interval: 10 });
    return keyring;
  };

  return {
    folder,
    env,
    startBus,
    startKeyring,
    connections: () => readFileSync('/proc/net/unix', 'utf8').split(path.join(folder, 'bus\n')).length - 2,
    call: (method, ...args) =>
      send('org.freedesktop.secrets', '/org/freedesktop/secrets', `org.freedesktop.Secret.Service.${method}`, ...args),
  };
}

/** A bus that starts no services: what is not there stays away. */
function busConfiguration(address: string): string {
  const doctype =
    '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">';
  const rules = '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>';
  const policy = `<policy context="default">${rules}</policy>`;
  return `${doctype}<busconfig><type>session</type><listen>${address}</listen><auth>EXTERNAL</auth>${policy}</busconfig>`;
}

function startProgram([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(program, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
  onTestFinished(() => endProgram(child));
  return child;
}

/** Ends a program, also one that stands still. Resolves once it is gone. */
export async function endProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
