import { verdictExit } from '../rules/exit-code.ts';
import { verdictText } from '../rules/views/verdict-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { validateOwn } from '../services/validating.ts';
import type { ExitCode } from '../words/exit-codes.ts';

interface Options {
  /** False with `--no-grace`: only the gateway's own word counts. */
  readonly grace: boolean;
}

/** The verdict is the answer, whatever it is: it goes to stdout, and the exit code tells it too. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const { io, terminal } = context;
  const verdict = await validateOwn(context, { grace: options.grace ? 'allowed' : 'refused' });
  await terminal.answer(verdict, () => verdictText(verdict, { now: io.clock.now(), style: terminal.style }));
  return verdictExit(verdict);
}
