/** How a server that runs as a process ended. Stands as the cause of an `McpError`. */
export class ServerProcessError extends Error {
  override readonly name = 'ServerProcessError';
  readonly exitCode: number | undefined;
  /** Name of the signal that ended it: `SIGKILL`. */
  readonly signal: string | undefined;
  /** The last 8 KB of what it wrote to its standard error, without secrets. Foreign text. */
  readonly stderr: string;

  constructor({ exitCode, signal, stderr }: { exitCode: number | null; signal: string | null; stderr: string }) {
    super(
      signal === null
        ? `The process ended with the code ${exitCode ?? 'unknown'}.`
        : `The process was ended by ${signal}.`,
    );
    this.exitCode = exitCode ?? undefined;
    this.signal = signal ?? undefined;
    this.stderr = stderr;
  }
}
