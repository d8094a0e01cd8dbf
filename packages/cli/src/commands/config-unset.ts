import type { SettingName } from '../rules/settings.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

export async function run({ config, settings, terminal }: Context, { args }: Invocation): Promise<ExitCode> {
  const name = args[0] as SettingName;
  await config.change(name, undefined);
  const setting = (await settings())[name];
  await terminal.answer({ name, ...setting }, () => `${name} = ${setting.value} (${setting.from})`);
  return EXIT.done;
}
