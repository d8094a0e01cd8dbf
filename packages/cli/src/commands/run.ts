import type { Command } from 'commander';
import type { RunOptions } from './run-program.ts';
import { attach, examples, type Host } from './declare.ts';
import { addPlaceOptions, onlyOption } from './secrets-options.ts';

/** Declares `wicketgate run`. `argv` is all that was typed: commander does not tell where `--` stood. */
export function declareRun(program: Command, host: Host, argv: readonly string[]): void {
  const run = addPlaceOptions(program.command('run'))
    .description('run a program with secrets in its environment; they are masked in what it prints')
    .argument('[program...]', 'the program and its arguments, behind --')
    .usage('[options] -- <program> [arguments...]')
    .addOption(onlyOption('only these, all of which must be set; repeat it, or separate them by commas'))
    .option('--all', "with a project's file: also what is stored beside it")
    .option('--no-mask', 'leave what the program prints as it is, and give it the terminal')
    .addHelpText('after', "\nWithout a project's file the program gets what the encrypted file and the keyring hold.")
    .addHelpText('after', 'The exit code is that of the program: 126 or 127 when it cannot be started.')
    .addHelpText(
      'after',
      examples(
        ['wicketgate run -- npm start', "with the secrets of the project's file"],
        ['wicketgate run --only GITHUB_TOKEN -- gh pr list', 'with one of them'],
      ),
    );
  attach<RunOptions>(run, host, async () => {
    const { runProgramWith } = await import('./run-program.ts');
    return { run: (context, invocation) => runProgramWith(context, invocation, argv) };
  });
}
