import { resolve } from 'node:path';
import { type McpClientName, mcpSnippet } from '../rules/mcp-snippets.ts';
import { configDocument, configProblemSentence, configText } from '../rules/views/config-files-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { type ConfigFlags, readMcpConfig } from '../services/mcp-config.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends ConfigFlags {
  readonly client?: McpClientName;
}

export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  return options.client === undefined ? printFiles(context, options) : printSnippet(context, options, options.client);
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

/** Without an address of the gateway in it: the bridge finds that where every command does. */
async function printSnippet({ io, terminal }: Context, { file }: Options, client: McpClientName): Promise<ExitCode> {
  const paths = (file ?? []).map((path) => resolve(io.folder ?? '.', path));
  const snippet = mcpSnippet(
    client,
    paths.flatMap((path) => ['--file', path]),
  );
  await terminal.answer(snippet, () => snippet.text);
  await terminal.note(`It goes into ${snippet.file}. Write the whole path of wicketgate where it is not found.`);
  return EXIT.done;
}
