import { type ConfigFolder, openConfigFolder } from '../adapters/config-folder.ts';
import type { Connection, ConnectionListener } from '../adapters/connection.ts';
import { createTerminal, type Terminal } from '../adapters/terminal.ts';
import type { Gateway } from '../ports/gateway.ts';
import { resolveSettings, type Settings } from '../rules/settings.ts';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';
import { findKey, type KeyFlags } from './key-source.ts';

/** The options that every command has, parsed. */
export interface GlobalFlags extends KeyFlags {
  readonly url?: string;
  readonly timeout?: number;
  readonly json?: true;
  readonly quiet?: true;
  readonly color: boolean;
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
  /** The gateway, with the caller's key. */
  readonly gateway: () => Promise<Gateway>;
  /** Releases what was opened. */
  readonly close: () => Promise<void>;
}

export function createContext(io: CliIo, flags: GlobalFlags): Context {
  const terminal = createTerminal(io, { json: flags.json === true, quiet: flags.quiet === true, color: flags.color });
  const config = openConfigFolder(io.env);
  let opened: Promise<Connection> | undefined;
  const settings = async () => {
    const resolved = resolveSettings({ flags, env: io.env, stored: await config.load() });
    if (!resolved.ok) throw new CommandFailure('broken_config', resolved.problem);
    return resolved.value;
  };
  const listener: ConnectionListener = {
    onRetry: () => void terminal.progress('No answer yet, trying again…'),
    onWarning: (sentence) => void terminal.warn(terminal.errorStyle.warn(sentence)),
  };
  const open = async () => {
    const resolved = await settings();
    // Help, completion and settings do without the network, and so without loading what speaks to it.
    const { connect } = await import('../adapters/connection.ts');
    return connect(io, resolved, listener);
  };
  const connection = () => (opened ??= open());
  return {
    io,
    flags,
    terminal,
    config,
    settings,
    connection,
    gateway: async () => {
      const [network, key] = [await connection(), await findKey(io, flags)];
      return network.gateway(key);
    },
    close: async () => {
      await terminal.clearProgress();
      const network = await opened?.catch(() => undefined);
      await network?.close();
    },
  };
}
