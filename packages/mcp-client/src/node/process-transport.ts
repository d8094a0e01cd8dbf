import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  deserializeMessage,
  type JSONRPCMessage,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import type { Clock } from '@wicketgate/core';
import type { CommandLine } from '@wicketgate/core/files';
import { MAX_MESSAGE_BYTES } from '../adapters/sdk/limited-body.ts';
import { McpError } from '../words/errors.ts';
import { ServerProcessError } from './process-end.ts';
import { LineReader } from './line-reader.ts';
import { endGroup } from './process-group.ts';
import { TextTail } from './text-tail.ts';

const STDERR_BYTES = 8 * 1024;
const LAST_WORDS_MS = 500;

export interface ProcessTransportOptions {
  readonly line: CommandLine;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  /** Takes secrets out of what the process writes to its standard error. */
  readonly redact: (text: string) => string;
}

/** A server as a process of ours, spoken to over its standard input and output. It leads a process group of its own. */
export class ProcessTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #options: ProcessTransportOptions;
  readonly #lines = new LineReader(MAX_MESSAGE_BYTES);
  readonly #stderr = new TextTail(STDERR_BYTES);
  #child: ChildProcess | undefined;
  #failure: Error | undefined;
  readonly #stopping = new AbortController();
  #tellGone: () => void = () => undefined;
  readonly #gone = new Promise<void>((resolve) => {
    this.#tellGone = resolve;
  });
  #isEnded = false;
  #ending: Promise<void> | undefined;

  constructor(options: ProcessTransportOptions) {
    this.#options = options;
  }

  /** Why it ended; undefined while it runs, and when it was closed. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      let hasStarted = false;
      const child = this.#spawn(reject);
      if (child === undefined) return;
      this.#child = child;
      child.once('spawn', () => {
        hasStarted = true;
        resolve();
      });
      // It stays: an error without a listener would end this process.
      child.on('error', (cause) => {
        this.onerror?.(cause);
        if (hasStarted) return;
        reject(notStarted(cause));
        this.#end();
      });
      this.#listen(child);
    });
  }

  #spawn(reject: (error: McpError) => void): ChildProcess | undefined {
    const { line, env, cwd, platform } = this.#options;
    try {
      return spawn(line.program, line.args, {
        ...{ env, cwd, stdio: 'pipe', windowsHide: true, windowsVerbatimArguments: line.verbatim },
        detached: platform !== 'win32',
      });
    } catch (cause) {
      reject(notStarted(cause));
      return undefined;
    }
  }

  /** Of a process that could not be started the streams may be missing. */
  #listen(child: ChildProcess): void {
    child.once('exit', (exitCode, signal) => this.#onExit(exitCode, signal));
    child.once('close', () => this.#end());
    child.stdin?.on('error', (error) => this.#onDeaf(error, 'takes no input'));
    child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
    child.stdout?.on('error', (error) => this.#onDeaf(error, 'gives no output'));
    child.stdout?.once('end', () => this.#onDeaf(undefined, 'gives no output'));
    child.stderr?.on('data', (chunk: Buffer) => this.#stderr.add(chunk));
    child.stderr?.on('error', (error) => this.onerror?.(error));
  }

  /** A process that lives on without one of its ends is of no use. Most end at once, and tell more by how they did. */
  #onDeaf(cause: Error | undefined, what: string): void {
    if (cause) this.onerror?.(cause);
    this.#options.clock.sleep(LAST_WORDS_MS, this.#stopping.signal).then(
      () => {
        this.#failure ??= new Error(`The process of the server runs, and ${what} any more.`, { cause });
        void this.close();
      },
      () => undefined,
    );
  }

  send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (this.#isEnded || !stdin) return Promise.reject(ended());
    // It is about to be ended: until then a new attempt would come to the same process.
    if (!stdin.writable) return this.#gone.then(() => Promise.reject(ended()));
    return new Promise((resolve, reject) => {
      stdin.write(serializeMessage(message), (cause) => {
        if (cause) reject(new McpError('connection_lost', 'The process of the server takes no input.', { cause }));
        else resolve();
      });
    });
  }

  close(): Promise<void> {
    return (this.#ending ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (child !== undefined) {
      const { clock, platform, env } = this.#options;
      await endGroup({ child, clock, platform, env });
      // What it wrote last may still be on its way; somebody who left the group may hold its output open for ever.
      if (this.#failure && !this.#isEnded) await Promise.race([once(child, 'close'), clock.sleep(LAST_WORDS_MS)]);
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.stdin?.destroy();
    }
    this.#end();
  }

  #receive(chunk: Buffer): void {
    const lines = this.#lines.add(chunk);
    if (lines === undefined) {
      this.#failure = new McpError('bad_answer', `The server sent a message of more than ${MAX_MESSAGE_BYTES} bytes.`);
      void this.close();
      return;
    }
    for (const line of lines) this.#readLine(line);
  }

  /** A line that is no message, such as one of a log, is passed over. */
  #readLine(line: string): void {
    try {
      this.onmessage?.(deserializeMessage(line));
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error('A line of the server could not be read.'));
    }
  }

  #onExit(exitCode: number | null, signal: string | null): void {
    if (this.#ending !== undefined) return;
    const stderr = this.#options.redact(this.#stderr.text());
    this.#failure ??= new ServerProcessError({ exitCode, signal, stderr });
    // What it started would live on, and hold its output open.
    void this.close();
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.onclose?.();
    this.#tellGone();
  }
}

function notStarted(cause: unknown): McpError {
  const { code } = cause as Partial<NodeJS.ErrnoException>;
  const reason = code === 'ENOENT' ? 'no program, or no folder, of this name was found' : 'the system refused';
  return new McpError('server_unreachable', `The process of the server could not be started: ${reason}.`, { cause });
}

function ended(): McpError {
  return new McpError('connection_lost', 'The process of the server has ended.', { attempts: 0 });
}
