import type { JsonObject } from '../../words/tool.ts';
import { isJsonObject } from '../json-object.ts';

/** Keywords that OpenAI's strict mode takes (Structured outputs, "Supported schemas"). */
const KNOWN: readonly string[] = [
  '$defs',
  '$ref',
  'additionalProperties',
  'anyOf',
  'const',
  'definitions',
  'description',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'items',
  'maxItems',
  'maximum',
  'minItems',
  'minimum',
  'multipleOf',
  'pattern',
  'properties',
  'required',
  'title',
  'type',
];

/**
 * Whether a schema is one of those that strict mode takes as it is: closed objects, every property required, a type for every value, known
 * keywords, and nothing beside a reference.
 */
export function fitsStrictMode(schema: JsonObject): boolean {
  const keys = Object.keys(schema);
  if ('$ref' in schema) return keys.length === 1;
  return (
    keys.every((key) => KNOWN.includes(key)) && isTyped(schema) && isClosed(schema) && subschemas(schema).every(fits)
  );
}

/** A list says of what, with more than nothing. */
function isTyped({ type, anyOf, items }: JsonObject): boolean {
  if ([type].flat().includes('array') && items === undefined) return false;
  return type !== undefined || anyOf !== undefined;
}

function fits(schema: unknown): boolean {
  return isJsonObject(schema) && fitsStrictMode(schema);
}

function isClosed({ type, properties, required, additionalProperties }: JsonObject): boolean {
  if (type !== 'object') return properties === undefined;
  if (additionalProperties !== false) return false;
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  return names.every((name) => Array.isArray(required) && required.includes(name));
}

function subschemas(schema: JsonObject): readonly unknown[] {
  const tables = ['properties', '$defs', 'definitions'].map((key) => schema[key]).filter(isJsonObject);
  const lists = [schema['anyOf'] ?? [], ...('items' in schema ? [[schema['items']]] : [])];
  return [...tables.flatMap((table) => Object.values(table)), ...lists.flat()];
}
