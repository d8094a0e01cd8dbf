import type { ExposedTool } from '../../words/exposed-tool.ts';
import { DETAIL_LEVELS } from '../../words/selection.ts';
import type { JsonObject } from '../../words/tool.ts';

/** Tools that one `search_tools` answers at most, and one `describe_tools` takes. */
export const MAX_META_RESULTS = 20;
/** Tools that `search_tools` answers when the model names no limit. */
export const DEFAULT_META_RESULTS = 5;

const DETAIL = { enum: DETAIL_LEVELS, type: 'string' };
const NAMES = { items: { type: 'string' }, type: 'array' };

/** Finds tools for a request in words. */
export const SEARCH_TOOLS = metaTool('search_tools', {
  description:
    'Finds tools for what you want to do. Answers names and one line each; call describe_tools for the parameters, then call_tool.',
  required: ['query'],
  properties: {
    query: { description: 'What you want to do, in words, or a name.', type: 'string' },
    limit: { default: DEFAULT_META_RESULTS, maximum: MAX_META_RESULTS, minimum: 1, type: 'integer' },
    detail: { ...DETAIL, default: 'summary' },
    servers: { ...NAMES, description: 'Only these servers.' },
  },
});

/** Tells the parameters of tools. */
export const DESCRIBE_TOOLS = metaTool('describe_tools', {
  description: 'Describes tools by name, with the schemas of their parameters.',
  required: ['names'],
  properties: {
    names: { ...NAMES, maxItems: MAX_META_RESULTS, minItems: 1 },
    detail: { ...DETAIL, default: 'full' },
  },
});

/** Calls a tool. */
export const CALL_TOOL = metaTool('call_tool', {
  description: 'Calls a tool by name, with arguments that fit its inputSchema.',
  required: ['name'],
  properties: { name: { type: 'string' }, arguments: { type: 'object' } },
});

/** Lists the servers; only where it is wanted. */
export const LIST_SERVERS = metaTool('list_mcp_servers', {
  description: 'Lists the servers whose tools can be found, with what they say of themselves.',
  required: [],
  properties: {},
});

/** The three tools that stand for every other: always these bytes, whatever the catalog. */
export const META_TOOLS: readonly ExposedTool[] = Object.freeze([SEARCH_TOOLS, DESCRIBE_TOOLS, CALL_TOOL]);

/** Taken, whether or not all of them are offered. */
export const META_TOOL_NAMES: readonly string[] = [...META_TOOLS, LIST_SERVERS].map(({ name }) => name);

interface MetaToolShape {
  readonly description: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, JsonObject>>;
}

function metaTool(name: string, { description, required, properties }: MetaToolShape): ExposedTool {
  const inputSchema = deepFreeze({ additionalProperties: false, properties, required, type: 'object' });
  return Object.freeze({ name, description, inputSchema, tags: Object.freeze([]) });
}

/** Of trees that are written in this file alone. */
function deepFreeze<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member as object);
  }
  return Object.freeze(value);
}
