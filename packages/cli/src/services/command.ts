import type { Context } from './context.ts';

/** What was typed after the command's name, parsed. */
export interface Invocation<Options = object> {
  readonly args: readonly string[];
  readonly options: Options;
}

/** What a command does. Answers the exit code, `run` that of its program; throws what is reported as a failure. */
export type Run<Options = object> = (context: Context, invocation: Invocation<Options>) => Promise<number>;
