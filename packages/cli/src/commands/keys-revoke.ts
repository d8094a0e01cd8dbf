import { endpoints } from '@wicketgate/contract';
import { askYes, canAsk } from '../adapters/prompts.ts';
import type { Gateway } from '../ports/gateway.ts';
import { keyTitle } from '../rules/views/key-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { answerKey, wantedKeyId } from '../services/key-answer.ts';
import type { ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options {
  readonly reason: string;
  readonly yes?: true;
}

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const id = wantedKeyId(args);
  if (!options.yes && !canAsk(context.io)) {
    const hint = 'Add --yes where nobody can be asked.';
    throw new CommandFailure('confirmation_needed', 'Revoking a key cannot be undone and needs a yes.', { hint });
  }
  const gateway = await context.gateway();
  if (!options.yes) await confirm(context, gateway, id);
  const answer = await gateway.call(endpoints.keys.revoke, { params: { id }, body: { reason: options.reason } });
  return answerKey(context, answer, `Key ${id} is revoked for good.`);
}

async function confirm({ io, terminal }: Context, gateway: Gateway, id: string): Promise<void> {
  const { key } = await gateway.call(endpoints.keys.show, { params: { id } });
  const question = `Revoke key ${terminal.errorStyle.strong(keyTitle(key))} for good?`;
  if (!(await askYes(io, question))) throw new CommandFailure('declined', `Key ${id} was left as it is.`);
}
