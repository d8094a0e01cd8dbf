import { parseSetting, type SettingName } from '../rules/settings.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

export async function run({ config, terminal }: Context, { args }: Invocation): Promise<ExitCode> {
  const [name, text] = args as [SettingName, string];
  const parsed = parseSetting(name, text);
  if (!parsed.ok) throw new CommandFailure('usage', parsed.problem);
  await config.change(name, parsed.value);
  await terminal.note(`Kept in ${config.file}.`);
  await terminal.answer({ name, value: parsed.value, from: 'file' }, () => `${name} = ${parsed.value}`);
  return EXIT.done;
}
