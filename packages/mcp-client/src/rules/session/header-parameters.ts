import type { JsonObject } from '../../words/tool.ts';

/** A parameter of a tool that is repeated in a header of the request (SEP-2243). */
export interface HeaderParameter {
  /** Where it stands in the arguments. */
  readonly path: readonly string[];
  /** `Mcp-Param-…`. */
  readonly header: string;
}

const KEY = 'x-mcp-header';
/** RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES: readonly unknown[] = ['string', 'integer', 'boolean'];
/** Schemas, or lists or maps of them, that a chain of `properties` does not lead to. */
const APART = ['items', 'prefixItems', 'contains', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems']
  .concat(['propertyNames', 'patternProperties', 'dependentSchemas', 'oneOf', 'anyOf', 'allOf', 'not', 'if', 'then'])
  .concat(['else', '$defs', 'definitions']);
/** Of these, those that map names to schemas. */
const MAPS: readonly string[] = ['patternProperties', 'dependentSchemas', '$defs', 'definitions'];

/**
 * The parameters that a tool wants in headers. A text says what is wrong with the declaration: such a tool must not be
 * offered (MCP 2026-07-28, Streamable HTTP).
 */
export function headerParameters(inputSchema: unknown): readonly HeaderParameter[] | string {
  const found: HeaderParameter[] = [];
  const flaw = walk({ schema: inputSchema, path: [], isReachable: true }, found);
  return flaw ?? found;
}

interface Place {
  readonly schema: unknown;
  readonly path: readonly string[];
  readonly isReachable: boolean;
}

function walk({ schema, path, isReachable }: Place, found: HeaderParameter[]): string | undefined {
  if (!isObject(schema)) return undefined;
  if (KEY in schema) {
    const flaw = isReachable && path.length > 0 ? declare(schema, path, found) : 'stands where no header can be filled';
    if (flaw !== undefined) return `${path.join('.') || 'the schema'}: ${KEY} ${flaw}`;
  }
  const below = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  for (const [name, child] of below) {
    const flaw = walk({ schema: child, path: [...path, name], isReachable }, found);
    if (flaw !== undefined) return flaw;
  }
  for (const keyword of APART) {
    for (const child of branches(keyword, schema[keyword])) {
      const flaw = walk({ schema: child, path: [...path, `<${keyword}>`], isReachable: false }, found);
      if (flaw !== undefined) return flaw;
    }
  }
  return undefined;
}

function declare(schema: JsonObject, path: readonly string[], found: HeaderParameter[]): string | undefined {
  const name = schema[KEY];
  if (typeof name !== 'string' || !TOKEN.test(name)) return 'is no name of a header';
  if (!TYPES.includes(schema['type'])) return 'is allowed for string, integer and boolean alone';
  const header = `Mcp-Param-${name}`;
  if (found.some((other) => other.header.toLowerCase() === header.toLowerCase())) return 'names the same header twice';
  found.push({ path, header });
  return undefined;
}

function branches(keyword: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return MAPS.includes(keyword) && isObject(value) ? Object.values(value) : [value];
}

/** The headers of one call. An argument that is absent, null or of another kind has none. */
export function parameterHeaders(parameters: readonly HeaderParameter[], args: JsonObject): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { path, header } of parameters) {
    const text = headerText(path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), args));
    if (text !== undefined) headers[header] = encoded(text);
  }
  return headers;
}

function headerText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  return undefined;
}

/** What is no plain field value, or looks like an encoded one, is sent as base64 of its UTF-8. */
function encoded(text: string): string {
  const isPlain = /^[\t\x20-\x7e]+$/.test(text) && text.trim() === text && !/^=\?base64\?.*\?=$/.test(text);
  if (isPlain) return text;
  const bytes = new TextEncoder().encode(text);
  return `=?base64?${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}?=`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
