import type { Readable } from 'node:stream';
import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Fetch } from '@wicketgate/core';
import type { Keyring } from '@wicketgate/secrets';

/** Where text goes: a standard stream, or a test's collector. */
export interface TextSink extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** Width of the terminal in characters. */
  readonly columns?: number;
}

/** Where keys and files come from when they are piped or typed. */
export interface TextSource extends Readable {
  readonly isTTY?: boolean;
}

/** Everything the command touches outside itself. `bin.ts` gives the process's own; tests give theirs. */
export interface CliIo {
  readonly stdin: TextSource;
  /** Data alone: what a script reads. */
  readonly stdout: TextSink;
  /** Words for people: notes, warnings, progress, errors. */
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Aborted by Ctrl-C: requests stop, files half written are removed, the exit code is 130. */
  readonly signal: AbortSignal;
  /** Instead of the fetch of `@wicketgate/core/node`, which knows proxies and keeps connections alive. */
  readonly fetch?: Fetch;
  /** Instead of the fetch that reaches MCP servers, which dials no private address that nobody has named. */
  readonly serverFetch?: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** Where a project's files are looked for. Default: the folder in which the process was started. */
  readonly folder?: string;
  /** Instead of the operating system's keyring. */
  readonly keyring?: Keyring;
  /**
   * Hands the signals of the process to a listener instead of aborting `signal`, until the function that comes back is
   * called. Without it they always abort `signal`.
   */
  readonly takeSignals?: (listener: (signal: NodeJS.Signals) => void) => () => void;
}
