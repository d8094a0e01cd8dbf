import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import type { Clock } from '@wicketgate/core';
import { type CommandLine, commandLine, findProgram } from '@wicketgate/core/files';
import type { ProgramRequest, ProgramRunner } from '../../ports/program-runner.ts';
import { childEnvironment, type Environment, inheritedSecrets } from '../../rules/child-environment.ts';
import { createMask, type Mask } from '../../rules/mask.ts';
import { SecretsError } from '../../words/errors.ts';
import { pumpOutput } from './output-pump.ts';
import { drainOutput, endOnAbort, programEnd } from './program-end.ts';
import { relaySignals, type TakeSignals } from './signal-relay.ts';

export interface ProgramRunnerOptions {
  /** What programs get besides their secrets. `WICKETGATE_MASTER_KEY` and the like are taken out. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly stdio: {
    /** `inherit`: what the process itself reads from. */
    readonly stdin: 'inherit' | 'ignore';
    readonly stdout: NodeJS.WritableStream;
    readonly stderr: NodeJS.WritableStream;
  };
  /**
   * Hides the secrets in both outputs, those too that the program inherits under names known to the request. The program
   * then writes into pipes and sees no terminal. Without it the program inherits the process's own streams, whatever
   * `stdio` says.
   */
  readonly mask: boolean;
  /** Told the names of secrets that are too short to be hidden, before the program starts. */
  readonly onUnmaskable?: (names: readonly string[]) => void;
  /**
   * Called once a program has started, and released when it ends: each signal that the listener is given is passed on to the
   * program as it is, unless it was sent to the whole process group and has reached the program already.
   */
  readonly takeSignals?: TakeSignals;
  /** Milliseconds from SIGTERM to SIGKILL when the request's signal is aborted. Default 30,000. */
  readonly patienceMs?: number;
  /** Milliseconds for which the output is read on when a program has ended and its children hold the pipes. Default 500. */
  readonly graceMs?: number;
}

/**
 * Runs programs with secrets in their environment and without a shell. Answers the program's exit code, or 128 and the
 * signal's number; also when the request's signal has ended it. A terminal's Ctrl-C reaches the program by itself: the
 * process that calls must outlive it. Throws `program_failed`, with the system's error as `cause`, when a program cannot be
 * started; `invalid_name` for a secret whose name decides which code programs load or whom they trust; the reason of a signal that is aborted
 * before the start.
 */
export function createProgramRunner(options: ProgramRunnerOptions): ProgramRunner {
  const { clock, platform, takeSignals, patienceMs = 30_000, graceMs = 500 } = options;
  return async ({ command, secrets, known = [], signal }) => {
    const env = childEnvironment({ env: options.env, secrets, platform });
    const line = await findLine(command, { env, platform });
    const inherited = inheritedSecrets(env, { secrets, known, platform });
    const mask = options.mask ? createMask(new Map([...inherited, ...secrets])) : undefined;
    if (mask && mask.unmaskable.length > 0) options.onUnmaskable?.(mask.unmaskable);
    signal?.throwIfAborted();
    const child = start(line, { env, stdio: stdioOf(options) });
    const end = programEnd(child);
    const forget = endOnAbort(child, { clock, signal, patienceMs });
    const relay = relaySignals(child, { takeSignals, platform, clock });
    const told = AbortSignal.any(signal ? [signal, relay.asked] : [relay.asked]);
    const pumps = mask ? pumpsOf(child, { mask, stdio: options.stdio }) : [];
    try {
      // Signals that come later are for this process: the program is gone.
      const code = await end
        .finally(() => relay.stop())
        .catch((cause: unknown) => {
          throw cannotStart(line.program, cause);
        });
      await drainOutput(pumps, { clock, signal: told, graceMs });
      return code;
    } finally {
      forget();
    }
  };
}

/** The exit code with which shells say that a program could not be started: 127 when it is nowhere, else 126. */
export function startFailureCode({ cause }: SecretsError): 126 | 127 {
  return (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT' ? 127 : 126;
}

/** Windows finds only `.exe` by itself, and looks into the current folder first. */
async function findLine(
  command: ProgramRequest['command'],
  options: { readonly env: Environment; readonly platform: NodeJS.Platform },
): Promise<CommandLine> {
  const [name, ...args] = command;
  const isName = options.platform === 'win32' && !/[\\/]/.test(name);
  const program = isName ? await findProgram(name, options) : name;
  if (program === undefined)
    throw cannotStart(name, Object.assign(new Error('not on the search path'), { code: 'ENOENT' }));
  const line = commandLine([program, ...args], options);
  if (line !== undefined) return line;
  throw cannotStart(
    name,
    new Error('cmd.exe protects no argument with a quotation mark, a percent sign or a line end'),
  );
}

function stdioOf({ mask, stdio }: ProgramRunnerOptions): StdioOptions {
  return mask ? [stdio.stdin, 'pipe', 'pipe'] : [stdio.stdin, 'inherit', 'inherit'];
}

function start(line: CommandLine, { env, stdio }: { env: Record<string, string>; stdio: StdioOptions }): ChildProcess {
  try {
    return spawn(line.program, line.args, {
      env,
      stdio,
      windowsVerbatimArguments: line.verbatim,
    });
  } catch (cause) {
    throw cannotStart(line.program, cause);
  }
}

function pumpsOf(child: ChildProcess, { mask, stdio }: { mask: Mask; stdio: ProgramRunnerOptions['stdio'] }) {
  // Where the machine has no room for another process there are no pipes either.
  return (['stdout', 'stderr'] as const).flatMap((name) => {
    const source = child[name];
    return source ? [pumpOutput({ source, mask: mask.stream(), target: stdio[name] })] : [];
  });
}

function cannotStart(program: string, cause: unknown): SecretsError {
  const isMissing = (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  const flaw = isMissing ? 'was not found' : 'could not be started';
  return new SecretsError('program_failed', `The program ${program} ${flaw}.`, { cause });
}
