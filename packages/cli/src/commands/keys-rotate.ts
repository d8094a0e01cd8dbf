import { endpoints } from '@wicketgate/contract';
import { spanText } from '../rules/relative-time.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { wantedKeyId } from '../services/key-answer.ts';
import { handOverNewKey } from '../services/new-key.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options {
  /** Seconds. */
  readonly overlap?: number;
  readonly keyOut?: string;
}

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const id = wantedKeyId(args);
  const { overlap = 0, keyOut } = options;
  const gateway = await context.gateway();
  const make = () => gateway.call(endpoints.keys.rotate, { params: { id }, body: { overlapSeconds: overlap } });
  const rest = overlap === 0 ? 'ends now' : `works for ${spanText(overlap)} more`;
  await handOverNewKey(context, make, { keyOut, done: `Key ${id} ${rest}. Its successor is` });
  return EXIT.done;
}
