import { endpoints } from '@wicketgate/contract';
import { sessionDetails } from '../rules/views/session-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { wantedSessionId } from '../services/session-argument.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

export async function run(context: Context, { args }: Invocation): Promise<ExitCode> {
  const { io, terminal } = context;
  const id = wantedSessionId(args);
  const gateway = await context.gateway();
  const answer = await gateway.call(endpoints.sessions.show, { params: { id } });
  await terminal.answer(answer, () => sessionDetails(answer.session, { now: io.clock.now(), style: terminal.style }));
  return EXIT.done;
}
