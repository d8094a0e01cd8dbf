import { endpoints } from '@wicketgate/contract';
import { editBody, type KeyOptions } from '../rules/key-request.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { answerKey, wantedKeyId } from '../services/key-answer.ts';
import type { ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

export async function run(context: Context, { args, options }: Invocation<KeyOptions>): Promise<ExitCode> {
  const id = wantedKeyId(args);
  const request = editBody(options);
  if (!request.ok) throw new CommandFailure('usage', request.problem);
  if (Object.keys(request.body).length === 0) {
    const hint = '`wicketgate keys edit --help` lists what can be changed.';
    throw new CommandFailure('usage', 'Nothing to change was given.', { hint });
  }
  const gateway = await context.gateway();
  const answer = await gateway.call(endpoints.keys.edit, { params: { id }, body: request.body });
  return answerKey(context, answer, `Changed key ${id}.`);
}
