import { execFile } from 'node:child_process';

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
  /** The whole environment of the program that asks. */
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

/** Finds out where the Secret Service stores by default. Throws an AbortError when the signal ends it, and nothing else. */
export async function askDefaultCollection(question: BusQuestion): Promise<DefaultCollection> {
  for (const command of COMMANDS) {
    const printed = await run(command, question);
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
function run([program, ...args]: readonly [string, ...string[]], question: BusQuestion): Promise<string | undefined> {
  const { env, signal } = question;
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, signal, killSignal: 'SIGKILL', maxBuffer: 65_536 }, (error, stdout) => {
      if (signal.aborted) reject(signal.reason as Error);
      else resolve(error ? undefined : stdout);
    });
  });
}
