import { CommanderError } from 'commander';
import { write } from './adapters/terminal.ts';
import type { Host } from './commands/declare.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './report.ts';
import { refusesArgv } from './rules/argv-guard.ts';
import { createContext } from './services/context.ts';
import { EXIT } from './words/exit-codes.ts';
import { CommandFailure } from './words/failure.ts';
import type { CliIo } from './words/io.ts';

export type { ExitCode } from './words/exit-codes.ts';
export type { CliIo, TextSink, TextSource } from './words/io.ts';

const WIDEST_HELP = 100;

/**
 * Runs the command: `argv` is what was typed after its name. Answers the exit code and throws nothing; all it touches
 * outside itself is `io`. The exit code is an `ExitCode`, but for `run`, which answers that of the program that it ran.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    refuseKeys(argv);
    return await perform(argv, io);
  } catch (thrown) {
    return reportFailure(thrown, argv, io);
  }
}

async function perform(argv: readonly string[], io: CliIo): Promise<number> {
  let exitCode: number = EXIT.done;
  const host: Host = async (flags, work) => {
    const context = createContext(io, flags);
    try {
      exitCode = await work(context);
    } finally {
      await context.close();
    }
  };
  const texts = { out: '', err: '' };
  const program = createProgram({
    host,
    argv,
    now: () => io.clock.now(),
    writeOut: (text) => (texts.out += text),
    writeErr: (text) => (texts.err += text),
    columns: Math.min(io.stdout.columns ?? 80, WIDEST_HELP),
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError) || !HELP_CODES.includes(thrown.code)) throw thrown;
    // Help that was not asked for stands in for a command that is missing.
    if (texts.err !== '') exitCode = EXIT.usage;
  }
  if (exitCode === EXIT.usage && program.opts<{ json?: true }>().json) {
    throw new CommandFailure('usage', 'A command is missing.', { hint: 'Add --help to see the commands.' });
  }
  await write(io.stdout, texts.out);
  await write(io.stderr, texts.err);
  return exitCode;
}

const HELP_CODES = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

/** By now the key stands in the shell's history and in the list of processes: the advice is to replace it. */
function refuseKeys(argv: readonly string[]): void {
  if (!refusesArgv(argv)) return;
  const hint =
    'It is in the history of the shell now: rotate it, or replace it where it was made. Give keys of the gateway with --key-file ' +
    'FILE, --key-stdin or WICKETGATE_API_KEY, other values with --stdin or --from-file FILE, and either at the prompt.';
  throw new CommandFailure('key_on_command_line', 'Keys and other secrets are not taken from the command line.', {
    hint,
  });
}
