import type { SettingName } from '../rules/settings.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

/** Prints the value that holds, wherever it comes from. */
export async function run({ settings, terminal }: Context, { args }: Invocation): Promise<ExitCode> {
  const name = args[0] as SettingName;
  const setting = (await settings())[name];
  await terminal.answer({ name, ...setting }, () => String(setting.value));
  return EXIT.done;
}
