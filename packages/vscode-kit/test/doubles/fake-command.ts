import type { CommandQuestion, CommandTokens } from '../../src/ports/command-tokens.ts';

export interface FakeCommand extends CommandTokens {
  /** Where it is. Default: nowhere. */
  program: string | undefined;
  /** Default: `here`. */
  machine: string;
  /** What it writes; undefined: nobody is signed in. An error is what it rejects with. */
  output: string | undefined | Error;
  /** How it was run, oldest first. */
  readonly runs: readonly CommandQuestion[];
}

/** The `wicketgate` command of the person. */
export function createFakeCommand(): FakeCommand {
  const runs: CommandQuestion[] = [];
  return {
    program: undefined,
    machine: 'here',
    output: undefined,
    runs,
    find() {
      return Promise.resolve(this.program);
    },
    ask(question, signal) {
      signal?.throwIfAborted();
      runs.push(question);
      const { output } = this;
      return output instanceof Error ? Promise.reject(output) : Promise.resolve(output);
    },
  };
}
