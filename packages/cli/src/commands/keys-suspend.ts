import { endpoints } from '@wicketgate/contract';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { answerKey, wantedKeyId } from '../services/key-answer.ts';
import type { ExitCode } from '../words/exit-codes.ts';

interface Options {
  readonly reason?: string;
}

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const id = wantedKeyId(args);
  const body = options.reason === undefined ? {} : { reason: options.reason };
  const gateway = await context.gateway();
  const answer = await gateway.call(endpoints.keys.suspend, { params: { id }, body });
  return answerKey(context, answer, `Key ${id} is suspended. To open it again: wicketgate keys resume ${id}`);
}
