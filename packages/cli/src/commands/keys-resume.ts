import { endpoints } from '@wicketgate/contract';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { answerKey, wantedKeyId } from '../services/key-answer.ts';
import type { ExitCode } from '../words/exit-codes.ts';

export async function run(context: Context, { args }: Invocation): Promise<ExitCode> {
  const id = wantedKeyId(args);
  const gateway = await context.gateway();
  const answer = await gateway.call(endpoints.keys.resume, { params: { id }, body: {} });
  return answerKey(context, answer, `Key ${id} works again.`);
}
