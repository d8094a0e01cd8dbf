import { endpoints } from '@wicketgate/contract';
import { usageView } from '../rules/views/usage-view.ts';
import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

/** How often the caller has called: a key by itself, a person with all sign-ins and keys. */
export async function run(context: Context): Promise<ExitCode> {
  const { io, terminal } = context;
  const gateway = await context.gateway();
  const usage = await gateway.call(endpoints.auth.usage, {});
  await terminal.answer(usage, () => usageView(usage, { now: io.clock.now(), style: terminal.style }));
  return EXIT.done;
}
