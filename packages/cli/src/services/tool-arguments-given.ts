import { readShort, readText } from '../adapters/input.ts';
import { lostPathText } from '../rules/path-text.ts';
import { type NamedArgument, parseArguments, withNamedArguments } from '../rules/tool-arguments.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';

export interface ArgumentFlags {
  /** A JSON object, `-`, or `@FILE`. */
  readonly arguments?: string;
  readonly argument?: readonly NamedArgument[];
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Far more than a server takes. */
const MOST_CHARACTERS = 16_777_216;

/** The arguments of a call as they were given, those of `--argument` over those of `--arguments`. */
export async function readArguments(
  { io }: Pick<Context, 'io'>,
  { arguments: given = '{}', argument = [] }: ArgumentFlags,
  schema: JsonObject,
): Promise<JsonObject> {
  const { text, place } = await textOf(io, given);
  const parsed = parseArguments(text, place);
  if (!parsed.ok) {
    const hint = 'Write it as \'{"name": "value"}\', or give single ones with --argument NAME=VALUE.';
    throw new CommandFailure('usage', parsed.problem, { hint });
  }
  return withNamedArguments(parsed.value, argument, schema);
}

async function textOf(io: Context['io'], given: string): Promise<{ readonly text: string; readonly place: string }> {
  const options = { limit: MOST_CHARACTERS, signal: io.signal };
  if (given === '-') return { text: whole(await readShort(io.stdin, options)), place: 'Standard input' };
  if (!given.startsWith('@')) return { text: given, place: 'The text of --arguments' };
  const file = given.slice(1);
  return { text: whole(await readText(file, options)), place: `The file ${lostPathText(file)}` };
}

function whole(text: string | undefined): string {
  if (text !== undefined) return text;
  throw new CommandFailure('bad_input', `Arguments may have at most ${MOST_CHARACTERS} characters.`);
}
