import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from '@wicketgate/core/files';

/** Where a Secret Service stores what is given no place of its own. */
export type DefaultCollection =
  /** Nowhere: nobody has made a keyring yet. */
  | 'none'
  /** gnome-keyring's collection `session`, which lives in memory and ends with the daemon. */
  | 'forgets'
  | 'keeps'
  /** No program on this machine asks the session bus, or it got no answer. */
  | 'unknown';

export interface BusQuestion {
  /** The environment of the program that asks, which is looked for on its absolute entries of `PATH`. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the program. */
  readonly signal: AbortSignal;
}

const SERVICE = 'org.freedesktop.secrets';
const OBJECT = '/org/freedesktop/secrets';
const INTERFACE = 'org.freedesktop.Secret.Service';

/** Each asks `ReadAlias("default")` (Secret Service API, org.freedesktop.Secret.Service): D-Bus's own, GLib's, systemd's. */
const COMMANDS: readonly (readonly [program: string, ...args: string[]])[] = [
  [
    'dbus-send',
    '--session',
    '--print-reply=literal',
    `--dest=${SERVICE}`,
    OBJECT,
    `${INTERFACE}.ReadAlias`,
    'string:default',
  ],
  [
    'gdbus',
    'call',
    '--session',
    `--dest=${SERVICE}`,
    `--object-path=${OBJECT}`,
    `--method=${INTERFACE}.ReadAlias`,
    'default',
  ],
  ['busctl', '--user', 'call', SERVICE, OBJECT, INTERFACE, 'ReadAlias', 's', 'default'],
];

/** Finds out where the Secret Service stores by default. Throws the reason of its signal, and nothing else. */
export async function askDefaultCollection(question: BusQuestion): Promise<DefaultCollection> {
  for (const command of COMMANDS) {
    const printed = await run(command, question);
    question.signal.throwIfAborted();
    if (printed !== undefined) return readDefaultCollection(printed);
  }
  return 'unknown';
}

/** What one of the programs printed: an object path, with or without quotes and its type. `/` means none. */
export function readDefaultCollection(printed: string): DefaultCollection {
  const path = /(?:^|[\s'"])(\/[A-Za-z0-9_/]*)(?=$|[\s'"])/.exec(printed)?.[1];
  if (path === undefined) return 'unknown';
  if (path === '/') return 'none';
  return path.endsWith('/collection/session') ? 'forgets' : 'keeps';
}

/** What the program printed; undefined when it is not there or got no answer. */
async function run(command: readonly [string, ...string[]], question: BusQuestion): Promise<string | undefined> {
  const [name, ...args] = command;
  // With a screen they would start a bus where there is none, which nobody else uses and nobody ends.
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...env } = question.env;
  const program = await findProgram(name, { env, platform: 'linux' });
  if (program === undefined) return undefined;
  const options = { env, cwd: '/', signal: question.signal, killSignal: 'SIGKILL', maxBuffer: 65_536 } as const;
  try {
    return (await promisify(execFile)(program, args, options)).stdout;
  } catch {
    // Whatever kept it from an answer, the keyring itself is asked next and says why.
    return undefined;
  }
}
