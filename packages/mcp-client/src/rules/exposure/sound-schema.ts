import type { JsonObject } from '../../words/tool.ts';
import { isJsonObject } from '../json-object.ts';
import { isSound, SCHEMA_LISTS, SCHEMA_TABLES, SCHEMAS } from './schema-keywords.ts';

/**
 * A schema in the words of JSON Schema 2020-12: one keyword that a model API does not take makes it refuse the whole request,
 * with every other tool in it. Earlier drafts' words are put into today's; a keyword whose value no draft allows is left out, as is a
 * reference to another document (MCP 2026-07-28 forbids to follow it); a list says of what, if only of anything. What is lost was a
 * restriction, which the server checks itself. Expects a canonical schema and answers one.
 */
export function soundSchema(schema: JsonObject): JsonObject {
  const entries = Object.entries(withItems(modernised(schema)))
    .filter(([key, value]) => isSound(key, value))
    .map(([key, value]) => [key, soundMember(key, value)] as const)
    .filter(([key, value]) => !TURNED.includes(key) || JSON.stringify(value) === JSON.stringify(schema[key]));
  return sortedObject(entries);
}

/** Where less inside is more outside: they stay as they are, or go. */
const TURNED: readonly string[] = ['if', 'not'];
/** Every API takes a boolean for these. */
const CLOSERS: readonly string[] = ['additionalProperties', 'unevaluatedProperties'];

function soundMember(key: string, value: unknown): unknown {
  if (typeof value === 'boolean' && CLOSERS.includes(key)) return value;
  if (SCHEMAS.includes(key)) return soundValue(value);
  if (SCHEMA_LISTS.includes(key) && Array.isArray(value)) return Object.freeze(value.map(soundValue));
  if (!SCHEMA_TABLES.includes(key) || !isJsonObject(value)) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, soundValue(inner)])));
}

/** `true` and what is no schema at all allow anything; not every API takes `false`. */
function soundValue(value: unknown): JsonObject {
  if (isJsonObject(value)) return soundSchema(value);
  return value === false ? Object.freeze({ not: Object.freeze({}) }) : Object.freeze({});
}

/** Words of drafts 3 to 7. */
function modernised(schema: JsonObject): JsonObject {
  const { items, additionalItems, prefixItems, type, ...others } = schema;
  return {
    ...others,
    ...(type === undefined ? {} : { type: modernType(type) }),
    ...(prefixItems === undefined ? {} : { prefixItems }),
    ...(items === undefined ? {} : Array.isArray(items) ? tuple(items, additionalItems) : { items }),
    ...exclusive(schema, { bound: 'minimum', exclusiveBound: 'exclusiveMinimum' }),
    ...exclusive(schema, { bound: 'maximum', exclusiveBound: 'exclusiveMaximum' }),
  };
}

/** OpenAPI's writers put types in capitals, and lists of types may repeat one. */
function modernType(type: unknown): unknown {
  if (typeof type === 'string') return type.toLowerCase();
  return Array.isArray(type) ? Object.freeze([...new Set(type)]) : type;
}

/** Draft 7, section 6.4: a list of `items` is by place, and `additionalItems` are those behind them. */
function tuple(items: readonly unknown[], rest: unknown): JsonObject {
  const byPlace = items.length === 0 ? {} : { prefixItems: items };
  return rest === undefined ? byPlace : { ...byPlace, items: rest };
}

/** Draft 4, section 5.1: `exclusiveMinimum: true` makes `minimum` itself too small. */
function exclusive(
  schema: JsonObject,
  { bound, exclusiveBound }: { readonly bound: string; readonly exclusiveBound: string },
): JsonObject {
  return schema[exclusiveBound] === true ? { [bound]: undefined, [exclusiveBound]: schema[bound] } : {};
}

function withItems(schema: JsonObject): JsonObject {
  const isList = [schema['type']].flat().includes('array');
  return isList && schema['items'] === undefined ? { ...schema, items: {} } : schema;
}

/** Frozen, its keys in the order of their code units. Of two entries with one key the last counts. */
export function sortedObject(entries: readonly (readonly [string, unknown])[]): JsonObject {
  const byKey = new Map(entries);
  return Object.freeze(Object.fromEntries([...byKey.keys()].sort().map((key) => [key, byKey.get(key)])));
}
