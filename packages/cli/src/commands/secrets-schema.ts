import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { write } from '../adapters/terminal.ts';
import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

/** The schema of `wicketgate.secrets.json`, as it is published: its members keep their spelling with `--json` too. */
export async function run({ io }: Context): Promise<ExitCode> {
  // Not imported: the build would write the attribute of such an import in a way that Node has given up.
  const file = createRequire(import.meta.url).resolve('@wicketgate/secrets/secrets.schema.json');
  await write(io.stdout, await readFile(file, 'utf8'));
  return EXIT.done;
}
