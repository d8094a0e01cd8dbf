import type { ProgramRunner } from '@wicketgate/secrets';
import { createProgramRunner } from '@wicketgate/secrets/node';
import { programWords } from '../rules/argv-guard.ts';
import { chosenNames, type NameFlags } from '../services/chosen-names.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { openSecretsRoom, type RoomFlags, type SecretsRoom } from '../services/secrets-room.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends RoomFlags, NameFlags {
  /** False with `--no-mask`. */
  readonly mask: boolean;
}

/** Runs a program with secrets in its environment, and answers its exit code. */
export async function runProgramWith(
  context: Context,
  { args, options }: Invocation<Options>,
  argv: readonly string[],
): Promise<number> {
  const command = wantedCommand(args, argv);
  const room = await openSecretsRoom(context, options, { runner: runnerFor(context, options) });
  try {
    const names = await namesFor(context, room, options);
    return await room.manager.run(command, { signal: context.io.signal, ...(names && { names }) });
  } finally {
    await room.close();
  }
}

/** What stands behind `--`, and nothing before it: otherwise options of the program could be taken for ours. */
function wantedCommand(args: readonly string[], argv: readonly string[]): [program: string, ...args: string[]] {
  const [program, ...rest] = programWords(argv) ?? [];
  if (program !== undefined && args.length === rest.length + 1) return [program, ...rest];
  const hint = 'For instance: wicketgate run -- npm start';
  throw new CommandFailure('usage', 'The program and its arguments stand behind --, and nothing else does.', { hint });
}

/** With a project, by default what it names: the required ones must be there, the others may be missing. */
async function namesFor(
  context: Context,
  room: SecretsRoom,
  options: Options,
): Promise<readonly string[] | undefined> {
  if (options.only === undefined && options.all === undefined && room.project !== undefined) return undefined;
  return chosenNames(context, room, options);
}

function runnerFor(context: Context, { mask }: Options): ProgramRunner {
  const { env, platform, clock, stdout, stderr } = context.io;
  const start = createProgramRunner({ env, platform, clock, mask, stdio: { stdin: 'inherit', stdout, stderr } });
  return async (request) => {
    await context.terminal.clearProgress();
    const signals = takeOverSignals(context);
    try {
      return await start({ ...request, signal: signals.signal });
    } finally {
      signals.release();
    }
  };
}

/**
 * While the program runs, signals are its own. Ctrl-C at a terminal reaches it without us, and what it does then is its
 * choice: an editor or a shell goes on. What was sent to this process alone is passed on.
 */
function takeOverSignals({ io }: Context): { readonly signal: AbortSignal; readonly release: () => void } {
  const end = new AbortController();
  const release = io.takeSignals?.((signal) => {
    if (signal !== 'SIGINT' || io.stdin.isTTY !== true) end.abort();
  });
  return { signal: AbortSignal.any([io.signal, end.signal]), release: () => release?.() };
}
