import type { Readable } from 'node:stream';
import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Fetch } from '@wicketgate/core';

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
}
