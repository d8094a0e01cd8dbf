import { resolve } from 'node:path';
import { type McpClientName, mcpSnippet } from '../rules/mcp-snippets.ts';
import { configDocument, configProblemSentence, configText } from '../rules/views/config-files-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { type ConfigFlags, readMcpConfig } from '../services/mcp-config.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends ConfigFlags {
  readonly client?: McpClientName;
  readonly gateway?: true;
}

export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  if (options.client !== undefined) return printSnippet(context, options, options.client);
  if (options.gateway) throw new CommandFailure('usage', '--gateway is for --client NAME.');
  return printFiles(context, options);
}

async function printFiles(context: Context, options: Options): Promise<ExitCode> {
  const { terminal } = context;
  const config = await readMcpConfig(context, options);
  await terminal.answer({ ownFile: context.config.mcpFile, ...configDocument(config) }, () =>
    configText(config, terminal.style),
  );
  for (const problem of config.problems) await terminal.warn(terminal.errorStyle.warn(configProblemSentence(problem)));
  await terminal.note(`Servers of your own: ${context.config.mcpFile} (\`wicketgate mcp add\`).`);
  return EXIT.done;
}

async function printSnippet(context: Context, options: Options, client: McpClientName): Promise<ExitCode> {
  const { terminal } = context;
  const snippet = mcpSnippet(client, await serveArguments(context, options));
  await terminal.answer(snippet, () => snippet.text);
  await terminal.note(`It goes into ${snippet.file}. Write the whole path of wicketgate where it is not found.`);
  return EXIT.done;
}

/** The program starts in another folder and with another environment: what only this shell knows is written out. */
async function serveArguments(context: Context, { file, gateway }: Options): Promise<readonly string[]> {
  const files = (file ?? []).flatMap((path) => ['--file', resolve(context.io.folder ?? '.', path)]);
  if (!gateway) return files;
  if (files.length > 0) throw new CommandFailure('usage', '--file does not go with --gateway.');
  const { url } = await context.settings();
  return url.from === 'file' || url.from === 'default' ? ['--gateway'] : ['--gateway', '--url', url.value];
}
