import { verdictExit } from '../rules/exit-code.ts';
import { verdictText } from '../rules/views/verdict-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { findKey } from '../services/key-source.ts';
import type { ExitCode } from '../words/exit-codes.ts';

interface Options {
  /** False with `--no-grace`: only the gateway's own word counts. */
  readonly grace: boolean;
}

/** The verdict is the answer, whatever it is: it goes to stdout, and the exit code tells it too. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const { io, terminal, config, flags } = context;
  const connection = await context.connection();
  const key = await findKey(io, flags);
  const installId = await config.installId(io.random).catch(() => undefined);
  const validator = connection.validator({
    ...(installId !== undefined && { installId }),
    ...(options.grace && { receipts: config.receipts }),
  });
  try {
    const verdict = await validator.validate(key, { signal: io.signal });
    await terminal.answer(verdict, () => verdictText(verdict, { now: io.clock.now(), style: terminal.style }));
    return verdictExit(verdict);
  } finally {
    validator.close();
  }
}
