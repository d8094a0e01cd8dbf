import type { JsonObject, SearchableTool } from '../../words/tool.ts';

/** What is read of a tool, in the order in which its counts are kept. */
export const FIELDS = [
  'name',
  'title',
  'summary',
  'description',
  'parameters',
  'parameterDescriptions',
  'server',
  'serverDescription',
] as const;
export type Field = (typeof FIELDS)[number];

/** Characters that are read of one field. What stands behind says nothing more of a tool, and a server must not make search slow. */
export const MAX_FIELD_CHARACTERS = 16_000;
/** Parameters inside of parameters. */
const MAX_DEPTH = 4;
/** Of one tool, at all depths. */
const MAX_PARAMETERS = 400;
const MAX_ENUM_VALUES = 20;
/** Characters of the name of a parameter, and of a value. */
const MAX_WORD_CHARACTERS = 200;
/** Characters of a first sentence. */
const MIN_SUMMARY = 20;
const MAX_SUMMARY = 240;
const SENTENCE_END = /[.!?]\s|\n/;

/** The texts of a tool, one for each field, each cut to 16,000 characters. */
export function fieldTexts(tool: SearchableTool): readonly string[] {
  const parameters = readParameters(tool.inputSchema);
  const { summary, rest } = splitDescription(tool.description ?? '');
  return [
    ownName(tool),
    tool.title ?? tool.annotations?.title ?? '',
    summary,
    rest,
    parameters.names.join(' '),
    parameters.texts.join(' '),
    tool.server,
    tool.serverDescription ?? '',
  ].map((text) => text.slice(0, MAX_FIELD_CHARACTERS));
}

/** Some gateways repeat the server in the name: `github:create_issue`. */
function ownName(tool: SearchableTool): string {
  const prefix = `${tool.server}:`;
  return tool.server !== '' && tool.name.startsWith(prefix) ? tool.name.slice(prefix.length) : tool.name;
}

/** The first sentence says what a tool does; what follows is rules, examples and names of other tools. */
function splitDescription(description: string): { summary: string; rest: string } {
  const text = description.trimStart();
  const end = text.slice(MIN_SUMMARY, MAX_SUMMARY).search(SENTENCE_END);
  const at = end === -1 ? MAX_SUMMARY : MIN_SUMMARY + end;
  return { summary: text.slice(0, at), rest: text.slice(at) };
}

interface Parameters {
  readonly names: string[];
  readonly texts: string[];
}

function readParameters(schema: JsonObject): Parameters {
  const found: Parameters = { names: [], texts: [] };
  readProperties(schema, { depth: 0, found });
  return found;
}

interface Walk {
  readonly depth: number;
  readonly found: Parameters;
}

/** Without `$ref`: a schema that refers to itself has no end. */
function readProperties(schema: JsonObject, { depth, found }: Walk): void {
  const properties = asObject(schema['properties']);
  if (properties === undefined || depth >= MAX_DEPTH) return;
  for (const [name, value] of Object.entries(properties)) {
    if (found.names.length >= MAX_PARAMETERS) return;
    found.names.push(name.slice(0, MAX_WORD_CHARACTERS));
    const parameter = asObject(value);
    if (parameter !== undefined) readParameter(parameter, { depth, found });
  }
}

function readParameter(parameter: JsonObject, { depth, found }: Walk): void {
  const description = parameter['description'];
  if (typeof description === 'string') found.texts.push(splitDescription(description).summary);
  found.texts.push(...enumWords(parameter['enum']));
  readProperties(parameter, { depth: depth + 1, found });
  const items = asObject(parameter['items']);
  if (items === undefined) return;
  found.texts.push(...enumWords(items['enum']));
  readProperties(items, { depth: depth + 1, found });
}

function enumWords(values: unknown): string[] {
  if (!Array.isArray(values)) return [];
  return values
    .slice(0, MAX_ENUM_VALUES)
    .filter((value) => typeof value === 'string')
    .map((value) => value.slice(0, MAX_WORD_CHARACTERS));
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
