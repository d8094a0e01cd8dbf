import type { JsonObject, ToolAnnotations, ToolDefinition } from '../../words/tool.ts';
import { isPlainObject } from '../option-checks.ts';
import { byCodeUnits } from '../pins/canonical-json.ts';
import { canonicalTool, sha256Hex } from '../pins/tool-hash.ts';

/** Of one server. What it lists beyond them is dropped. */
export const MAX_TOOLS = 10_000;
/** UTF-8 bytes of one definition in canonical form. */
export const MAX_DEFINITION_BYTES = 2 ** 20;
/** MCP recommends 128; servers in use go beyond it. */
export const MAX_NAME_LENGTH = 512;

export interface HashedTool {
  readonly definition: ToolDefinition;
  readonly hash: string;
}

/** An entry of a listing that was dropped. */
export interface ToolFlaw {
  /** Where it stood in the listing, from 0. */
  readonly at: number;
  readonly reason:
    | 'no_object'
    | 'no_name'
    | 'bad_name'
    | 'bad_text'
    | 'bad_schema'
    | 'bad_annotations'
    | 'too_deep'
    | 'too_large'
    | 'repeated'
    | 'too_many';
}

export interface ToolEntries {
  /** By name. */
  readonly tools: readonly HashedTool[];
  readonly flaws: readonly ToolFlaw[];
}

/** Reads what a server listed, entry by entry: a bad one costs itself alone. Of two with one name the first stands. */
export function parseToolEntries(entries: readonly unknown[], limit = MAX_TOOLS): ToolEntries {
  const tools = new Map<string, HashedTool>();
  const flaws: ToolFlaw[] = [];
  for (const [at, entry] of entries.entries()) {
    const read = tools.size < limit ? parseEntry(entry) : 'too_many';
    if (typeof read === 'string') flaws.push({ at, reason: read });
    else if (tools.has(read.definition.name)) flaws.push({ at, reason: 'repeated' });
    else tools.set(read.definition.name, read);
  }
  const sorted = [...tools.values()].sort((a, b) => byCodeUnits(a.definition.name, b.definition.name));
  return { tools: sorted, flaws };
}

function parseEntry(entry: unknown): HashedTool | ToolFlaw['reason'] {
  const definition = parseDefinition(entry);
  if (typeof definition === 'string') return definition;
  const canonical = canonicalOrUndefined(definition);
  if (canonical === undefined) return 'too_deep';
  if (isLongerThan(canonical, MAX_DEFINITION_BYTES)) return 'too_large';
  return { definition, hash: sha256Hex(canonical) };
}

function canonicalOrUndefined(definition: ToolDefinition): string | undefined {
  try {
    return canonicalTool(definition);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function parseDefinition(entry: unknown): ToolDefinition | ToolFlaw['reason'] {
  if (!isPlainObject(entry)) return 'no_object';
  const { name, title, description, inputSchema, outputSchema, annotations } = entry;
  if (typeof name !== 'string' || name === '') return 'no_name';
  if (name.length > MAX_NAME_LENGTH || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(name)) return 'bad_name';
  if (!isTextOrNothing(title) || !isTextOrNothing(description)) return 'bad_text';
  if (!isPlainObject(inputSchema)) return 'bad_schema';
  if (outputSchema !== undefined && !isPlainObject(outputSchema)) return 'bad_schema';
  if (annotations !== undefined && !isPlainObject(annotations)) return 'bad_annotations';
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    inputSchema,
    ...(outputSchema !== undefined && { outputSchema }),
    ...(annotations !== undefined && { annotations: parseAnnotations(annotations) }),
  };
}

function isTextOrNothing(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;

/** A hint that is no boolean was not said: `"readOnlyHint": "false"` must not count as a promise. */
function parseAnnotations(annotations: JsonObject): ToolAnnotations {
  const hints = HINTS.filter((hint) => typeof annotations[hint] === 'boolean').map((hint) => [hint, annotations[hint]]);
  const { title } = annotations;
  return { ...(typeof title === 'string' && { title }), ...(Object.fromEntries(hints) as ToolAnnotations) };
}

/** A character takes one to three bytes per code unit: most texts need not be counted. */
function isLongerThan(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  return text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes;
}
