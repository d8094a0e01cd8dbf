import { endpoints, type KeyEnvironment } from '@wicketgate/contract';
import { createBody, type KeyOptions } from '../rules/key-request.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { handOverNewKey } from '../services/new-key.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends KeyOptions {
  readonly env?: KeyEnvironment;
  readonly keyOut?: string;
}

export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const request = createBody(options);
  if (!request.ok) throw new CommandFailure('usage', request.problem);
  const gateway = await context.gateway();
  const make = () => gateway.call(endpoints.keys.create, { body: request.body });
  await handOverNewKey(context, make, { keyOut: options.keyOut, done: 'Made key' });
  return EXIT.done;
}
