import { endpoints } from '@wicketgate/contract';
import { createBody, type KeyOptions } from '../rules/key-request.ts';
import { keyDigest } from '../rules/key-text.ts';
import { keyTitle } from '../rules/views/key-view.ts';
import { importInBulk } from '../services/bulk-import.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { answerKey } from '../services/key-answer.ts';
import { findForeignKey } from '../services/given-key.ts';
import type { ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends KeyOptions {
  readonly shape?: string;
  readonly sha256?: string;
  readonly foreignKeyFile?: string;
  readonly foreignKeyStdin?: true;
  readonly bulk?: string;
}

export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const contradiction = contradictionIn(options, context.flags.keyStdin === true);
  if (contradiction !== undefined) throw new CommandFailure('usage', contradiction);
  return options.bulk === undefined ? importOne(context, options) : importInBulk(context, options.bulk, options);
}

async function importOne(context: Context, options: Options): Promise<ExitCode> {
  const request = createBody(options);
  if (!request.ok) throw new CommandFailure('usage', request.problem);
  const { shape } = options;
  if (shape === undefined) throw new CommandFailure('usage', 'An imported key needs its shape: add --shape NAME.');
  const gateway = await context.gateway();
  const sha256 = options.sha256 ?? keyDigest((await findForeignKey(context.io, options)).reveal());
  const answer = await gateway.call(endpoints.keys.import, { body: { ...request.body, shape, sha256 } });
  return answerKey(context, answer, `Imported key ${keyTitle(answer.key)}.`);
}

function contradictionIn(options: Options, keyOnStdin: boolean): string | undefined {
  const { sha256, foreignKeyFile, foreignKeyStdin, bulk } = options;
  const sources = [sha256, foreignKeyFile, foreignKeyStdin, bulk].filter((source) => source !== undefined);
  if (sources.length > 1) return 'Use one of --sha256, --foreign-key-file, --foreign-key-stdin and --bulk.';
  if (keyOnStdin && (foreignKeyStdin === true || bulk === '-')) {
    return 'Standard input cannot hold both: give your own key with --key-file or WICKETGATE_API_KEY.';
  }
  return undefined;
}
