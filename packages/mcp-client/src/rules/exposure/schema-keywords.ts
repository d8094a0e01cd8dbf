import { isJsonObject } from '../json-object.ts';

/** Keywords of JSON Schema 2020-12 whose value is a schema. */
export const SCHEMAS: readonly string[] = [
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
];
/** Those whose value is a list of schemas. */
export const SCHEMA_LISTS: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
/** Those whose value holds schemas by name. */
export const SCHEMA_TABLES: readonly string[] = [
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
];

const TYPES: readonly unknown[] = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isBoolean: Check = (value) => typeof value === 'boolean';
const isSchema: Check = (value) => isJsonObject(value) || isBoolean(value);
const isFilled: Check = (value) => Array.isArray(value) && value.length > 0;
const isNames: Check = (value) => Array.isArray(value) && value.every(isText) && new Set(value).size === value.length;

/** What a keyword may hold (JSON Schema 2020-12, its meta-schemas). */
const CHECKS = new Map<string, Check>([
  ...each(SCHEMAS, isSchema),
  ...each(SCHEMA_LISTS, isFilled),
  ...each(SCHEMA_TABLES, isJsonObject),
  // Of no use to a model, or of drafts whose meaning is another today.
  ...each(['$comment', '$recursiveAnchor', '$recursiveRef', '$schema', '$vocabulary', 'dependencies'], () => false),
  ...each(['$anchor', '$dynamicAnchor'], (value) => isText(value) && /^[A-Za-z_][-\w.]*$/.test(String(value))),
  ['$id', (value) => isText(value) && /^[^#]*#?$/.test(String(value))],
  ...each(['contentEncoding', 'contentMediaType'], isText),
  ...each(['description', 'format', 'pattern', 'title'], isText),
  ...each(['exclusiveMaximum', 'exclusiveMinimum', 'maximum', 'minimum'], isNumber),
  ...each(['maxContains', 'maxItems', 'maxLength', 'maxProperties'], isCount),
  ...each(['minContains', 'minItems', 'minLength', 'minProperties'], isCount),
  ...each(['deprecated', 'readOnly', 'uniqueItems', 'writeOnly'], isBoolean),
  ['$dynamicRef', isLocal],
  ['$ref', isLocal],
  ['dependentRequired', (value) => isJsonObject(value) && Object.values(value).every(isNames)],
  ['enum', isFilled],
  ['examples', Array.isArray],
  ['multipleOf', (value) => isNumber(value) && Number(value) > 0],
  ['required', isNames],
  ['type', isType],
]);

/** Whether a keyword may have a value. Of a keyword that nobody knows, any. */
export function isSound(key: string, value: unknown): boolean {
  return value !== undefined && (CHECKS.get(key)?.(value) ?? true);
}

function each(keys: readonly string[], check: Check): readonly (readonly [string, Check])[] {
  return keys.map((key) => [key, check]);
}

function isLocal(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('#');
}

function isType(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every((type) => TYPES.includes(type)) : TYPES.includes(value);
}
