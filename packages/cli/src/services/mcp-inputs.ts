import { Secret } from '@wicketgate/core';
import type { ConfigInput } from '@wicketgate/mcp-client';
import type { ServerConfig } from '@wicketgate/mcp-client/node';
import { askSecret, canAsk } from '../adapters/prompts.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { Context } from './context.ts';

/** Where a script gives the answer to an input: `api-key` is looked for in `MCP_INPUT_API_KEY`. */
export function inputVariable(id: string): string {
  return `MCP_INPUT_${id.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/**
 * Answers to the inputs that the servers in question want: from the environment, else from the person. Nothing of what is
 * typed is shown, whether it is called a password or not, and nothing is kept.
 */
export async function answerInputs(
  { io }: Pick<Context, 'io'>,
  { files, problems }: ServerConfig,
  isWanted: (server: string) => boolean,
): Promise<Readonly<Record<string, Secret>>> {
  const wanted = problems.filter(
    ({ server, input }) => input !== undefined && server !== undefined && isWanted(server),
  );
  const declared = new Map(files.flatMap(({ inputs }) => inputs).map((input) => [input.id, input] as const));
  const answers: Record<string, Secret> = {};
  for (const id of new Set(wanted.map(({ input = '' }) => input))) {
    const answer = io.env[inputVariable(id)] ?? (canAsk(io) ? await ask(io, declared.get(id), id) : undefined);
    if (answer !== undefined) answers[id] = new Secret(answer);
  }
  return answers;
}

async function ask(io: Context['io'], input: ConfigInput | undefined, id: string): Promise<string> {
  const { description = id, options } = input ?? {};
  const choice = options === undefined ? '' : ` (one of ${options.join(', ')})`;
  return askSecret(io, cleanText(description + choice));
}
