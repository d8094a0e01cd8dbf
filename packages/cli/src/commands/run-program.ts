import { BUILTIN_SPECS, type ProgramRunner, SecretsError } from '@wicketgate/secrets';
import { createProgramRunner, startFailureCode } from '@wicketgate/secrets/node';
import { programWords } from '../rules/argv-guard.ts';
import { chosenNames, type NameFlags } from '../services/chosen-names.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { openSecretsRoom, type RoomFlags, type SecretsRoom } from '../services/secrets-room.ts';
import { hidingValues } from '../services/unknown-name.ts';
import { CommandFailure, ProgramNotStarted } from '../words/failure.ts';

export interface RunOptions extends RoomFlags, NameFlags {
  /** False with `--no-mask`. */
  readonly mask: boolean;
}

/** A project names what it needs; what else the program inherits of these is no less secret. */
const BUILTIN_NAMES = BUILTIN_SPECS.flatMap(({ name, aliases }) => [name, ...aliases]);

/** Runs a program with secrets in its environment, and answers its exit code. */
export async function runProgramWith(
  context: Context,
  { args, options }: Invocation<RunOptions>,
  argv: readonly string[],
): Promise<number> {
  const command = wantedCommand(args, argv);
  const start = runnerFor(context, options);
  const room: SecretsRoom = await openSecretsRoom(context, options, {
    runner: async (request) => {
      // It may run for days: until then nothing keeps the keys of the file, or the keyring's helper.
      await room.close();
      if (request.secrets.size === 0) await warnOfNone(context);
      return start(request);
    },
  });
  try {
    const names = await namesFor(context, room, options);
    return await hidingValues(options.only ?? [], room.specs, () =>
      room.manager.run(command, { signal: context.io.signal, ...(names && { names }) }),
    );
  } catch (cause) {
    if (SecretsError.isInstance(cause) && cause.code === 'program_failed') {
      throw new ProgramNotStarted(startFailureCode(cause), cause);
    }
    throw cause;
  } finally {
    await room.close();
  }
}

async function warnOfNone({ terminal }: Context): Promise<void> {
  const hint = 'Keep some with `wicketgate setup`, or name the environment with --environment.';
  await terminal.warn(terminal.errorStyle.warn(`There are no secrets for the program. ${hint}`));
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
  options: RunOptions,
): Promise<readonly string[] | undefined> {
  if (options.only === undefined && options.all === undefined && room.project !== undefined) return undefined;
  return chosenNames(context, room, options);
}

function runnerFor(context: Context, { mask }: RunOptions): ProgramRunner {
  const { io, terminal } = context;
  const { env, platform, clock, stdout, stderr } = io;
  const start = createProgramRunner({
    env,
    platform,
    clock,
    mask,
    takeSignals: (listener) => signalsFor(context, listener),
    stdio: { stdin: 'inherit', stdout, stderr },
    onUnmaskable: (names) => {
      const sentence = `Too short to be masked in what the program prints: ${names.join(', ')}.`;
      terminal.warn(terminal.errorStyle.warn(sentence)).catch(() => undefined);
    },
  });
  return async (request) => {
    await terminal.clearProgress();
    return start({ ...request, known: [...(request.known ?? []), ...BUILTIN_NAMES] });
  };
}

/** What the keys of a terminal send, Ctrl-C and Ctrl-\: to all of its foreground, and so to the program without us. */
const KEYS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** While the program runs, signals are its own, and what it does then is its choice: an editor or a shell goes on. */
function signalsFor({ io }: Context, listener: (signal: NodeJS.Signals) => void): () => void {
  // Any of the three: the input of `cat file | wicketgate run …` is a pipe, and Ctrl-C reaches the program all the same.
  const hasTerminal = [io.stdin, io.stdout, io.stderr].some(({ isTTY }) => isTTY === true);
  const release = io.takeSignals?.((signal) => {
    if (!hasTerminal || !KEYS.includes(signal)) listener(signal);
  });
  return () => release?.();
}
