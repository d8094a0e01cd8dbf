import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

export async function run({ config, terminal }: Context): Promise<ExitCode> {
  await terminal.answer({ path: config.file }, () => config.file);
  return EXIT.done;
}
