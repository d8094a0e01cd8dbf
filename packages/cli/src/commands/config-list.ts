import { SETTING_NAMES } from '../rules/settings.ts';
import { tableText } from '../rules/views/table.ts';
import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

export async function run({ settings, terminal }: Context): Promise<ExitCode> {
  const resolved = await settings();
  const rows = SETTING_NAMES.map((name) => [name, String(resolved[name].value), resolved[name].from]);
  await terminal.answer(resolved, () => tableText(['NAME', 'VALUE', 'FROM'], rows, terminal.style));
  return EXIT.done;
}
