import type { CommandTokens } from '../../src/ports/command-tokens.ts';

export interface FakeCommand extends CommandTokens {
  /** Where it is. Default: nowhere. */
  program: string | undefined;
  /** What it writes; undefined: nobody is signed in. An error is what it rejects with. */
  output: string | undefined | Error;
  /** How it was run, oldest first. */
  readonly runs: readonly { readonly program: string; readonly url: string }[];
}

/** The `wicketgate` command of the person. */
export function createFakeCommand(): FakeCommand {
  const runs: { program: string; url: string }[] = [];
  return {
    program: undefined,
    output: undefined,
    runs,
    find() {
      return Promise.resolve(this.program);
    },
    ask(program, url, signal) {
      signal?.throwIfAborted();
      runs.push({ program, url });
      const { output } = this;
      return output instanceof Error ? Promise.reject(output) : Promise.resolve(output);
    },
  };
}
