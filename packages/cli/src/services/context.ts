import { type ConfigFolder, openConfigFolder } from '../adapters/config-folder.ts';
import type { Connection, ConnectionListener } from '../adapters/connection.ts';
import { createTerminal, type Terminal } from '../adapters/terminal.ts';
import type { Gateway } from '../ports/gateway.ts';
import { resolveSettings, type Settings } from '../rules/settings.ts';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';
import type { SignInStore } from '../words/sign-in-stores.ts';
import type { KeyFlags } from './given-key.ts';
import { createKeySource, type KeySource } from './key-source.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';

/** The options that every command has, parsed. */
export interface GlobalFlags extends KeyFlags {
  readonly url?: string;
  readonly timeout?: number;
  readonly json?: true;
  readonly quiet?: true;
  readonly color: boolean;
  /** Of `login` alone. */
  readonly store?: SignInStore;
}

/** What a command works with. */
export interface Context {
  readonly io: CliIo;
  readonly flags: GlobalFlags;
  readonly terminal: Terminal;
  readonly config: ConfigFolder;
  /** Read from the file once; a broken file fails here and not in `config` and `completion`, which do not need it. */
  readonly settings: () => Promise<Settings>;
  /** The network under everything that is asked; opened at the first call. */
  readonly connection: () => Promise<Connection>;
  /** The caller's credential, wherever it comes from. */
  readonly keySource: KeySource;
  /** The gateway, with the caller's credential: it is found, or asked for, here. */
  readonly gateway: () => Promise<Gateway>;
  readonly signIns: SignIns;
  /** Releases what was opened. */
  readonly close: () => Promise<void>;
}

export function createContext(io: CliIo, flags: GlobalFlags): Context {
  const terminal = createTerminal(io, { json: flags.json === true, quiet: flags.quiet === true, color: flags.color });
  const config = openConfigFolder(io.env);
  const connection = createOpener(io, { terminal, settings: () => context.settings() });
  const context: Context = {
    io,
    flags,
    terminal,
    config,
    settings: async () => {
      const resolved = resolveSettings({ flags, env: io.env, stored: await config.load() });
      if (!resolved.ok) throw new CommandFailure('broken_config', resolved.problem);
      return resolved.value;
    },
    connection: connection.open,
    keySource: createKeySource(() => context),
    gateway: async () => {
      const network = await connection.open();
      await context.keySource.credential();
      return network.gateway(context.keySource);
    },
    signIns: createSignIns(() => context),
    close: async () => {
      // A terminal that is gone must not cut off a refresh, which would cost the sign-in.
      await terminal.clearProgress().catch(() => undefined);
      await context.signIns.close();
      await connection.close();
    },
  };
  return context;
}

/** The network, opened at the first call. */
function createOpener(io: CliIo, { terminal, settings }: Pick<Context, 'terminal' | 'settings'>) {
  // Nobody waits for these. What stderr does not take must not end the process within a refresh.
  const unsaid = () => undefined;
  const listener: ConnectionListener = {
    onRetry: () => void terminal.progress('No answer yet, trying again…').catch(unsaid),
    onWarning: (sentence) => void terminal.warn(terminal.errorStyle.warn(sentence)).catch(unsaid),
  };
  const connect = async () => {
    const resolved = await settings();
    // Help, completion and settings do without the network, and so without loading what speaks to it.
    const adapter = await import('../adapters/connection.ts');
    return adapter.connect(io, resolved, listener);
  };
  let opened: Promise<Connection> | undefined;
  return {
    open: () => (opened ??= connect()),
    close: async () => {
      const network = await opened?.catch(() => undefined);
      await network?.close();
    },
  };
}
