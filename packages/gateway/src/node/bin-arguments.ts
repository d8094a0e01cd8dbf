import { parseArgs } from 'node:util';

export type BinCommand =
  | { readonly name: 'serve' }
  | {
      readonly name: 'bootstrap';
      /** Undefined: to stdout. */
      readonly keyFile: string | undefined;
      readonly owner: string;
      readonly keyName: string;
      readonly ifEmpty: boolean;
    }
  | {
      readonly name: 'rotate-signing-key';
      /** The id of the key to take away; undefined: a new one is made. */
      readonly retire: string | undefined;
    }
  | { readonly name: 'help' }
  | { readonly name: 'version' };

/** Wrong usage, in words that repeat nothing but the names of options. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the arguments of the command. No option takes a secret: arguments are visible to every process. */
export function parseArguments(args: readonly string[]): BinCommand {
  const { values, positionals } = readArguments(args);
  if (values.help) return { name: 'help' };
  if (values.version) return { name: 'version' };
  const [command = 'serve', ...rest] = positionals;
  if (rest.length > 0) throw new UsageError('There is one argument too many.');
  switch (command) {
    case 'serve':
      if (Object.keys(values).length > 0) throw new UsageError('serve has no options: it is set by its environment.');
      return { name: 'serve' };
    case 'bootstrap':
      return readBootstrap(values);
    case 'rotate-signing-key':
      refuseOthers(command, values, ['retire']);
      return { name: 'rotate-signing-key', retire: filled(values, 'retire') };
    case 'help':
      return { name: 'help' };
    default:
      throw new UsageError('There is no such command: there are serve, bootstrap and rotate-signing-key.');
  }
}

function readBootstrap(values: ReturnType<typeof readArguments>['values']): BinCommand {
  refuseOthers('bootstrap', values, ['key-file', 'owner', 'name', 'if-empty']);
  return {
    name: 'bootstrap',
    keyFile: filled(values, 'key-file'),
    owner: filled(values, 'owner') ?? 'operator',
    keyName: filled(values, 'name') ?? 'bootstrap',
    ifEmpty: values['if-empty'] ?? false,
  };
}

function refuseOthers(command: string, values: object, known: readonly string[]): void {
  const other = Object.keys(values).find((name) => !known.includes(name));
  if (other !== undefined) throw new UsageError(`${command} has no option --${other}.`);
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        'key-file': { type: 'string' },
        owner: { type: 'string' },
        name: { type: 'string' },
        'if-empty': { type: 'boolean' },
        retire: { type: 'string' },
      },
    });
  } catch (cause) {
    // parseArgs names the option in quotes, without what was given to it.
    const option = cause instanceof Error ? /'(-{1,2}[A-Za-z][a-z-]{0,30})[ ']/.exec(cause.message)?.[1] : undefined;
    throw new UsageError(
      option === undefined ? 'The options cannot be read.' : `The option ${option} is not known or not complete.`,
      { cause },
    );
  }
}

function filled(values: Readonly<Record<string, string | boolean | undefined>>, name: string): string | undefined {
  const value = values[name];
  if (value === '') throw new UsageError(`--${name} must not be empty.`);
  return typeof value === 'string' ? value : undefined;
}
