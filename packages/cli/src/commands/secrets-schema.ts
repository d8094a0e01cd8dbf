import schema from '@wicketgate/secrets/secrets.schema.json' with { type: 'json' };
import { write } from '../adapters/terminal.ts';
import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

/** The schema of `wicketgate.secrets.json`, as it is published: its members keep their spelling with `--json` too. */
export async function run({ io }: Context): Promise<ExitCode> {
  await write(io.stdout, `${JSON.stringify(schema, null, 2)}\n`);
  return EXIT.done;
}
