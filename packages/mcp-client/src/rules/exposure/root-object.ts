import { isJsonObject } from '../json-object.ts';
import type { JsonObject } from '../../words/tool.ts';
import { soundSchema, sortedObject } from './sound-schema.ts';

/** The one parameter of a tool whose own schema is no plain object. */
const WRAPPER = 'arguments';
/** What no model API takes at the root. */
const RULES: readonly string[] = ['anyOf', 'oneOf', 'allOf', 'not', 'if', 'then', 'else'];
const VALUES: readonly string[] = ['enum', 'const', '$ref'];
const PLAIN_KEYS: readonly string[] = ['required', 'title', 'description'];
const DEFINITIONS: readonly string[] = ['$defs', 'definitions'];

/** The names that the Messages API takes of parameters at the root; further in it takes any. */
const PARAMETER = /^[A-Za-z0-9_.-]{1,64}$/;

type RootForm =
  /** The root is an object already, or says nothing else. */
  | { readonly kind: 'object' }
  /** As `object`, but for rules about which parameters go together: model APIs refuse them there, and the server knows them. */
  | { readonly kind: 'relaxed' }
  /** Anything else: it becomes the one parameter `arguments`. */
  | { readonly kind: 'wrapped' };

/** What must be done to a schema so that model APIs take its root. */
function rootForm(schema: JsonObject): RootForm {
  const rules = RULES.filter((key) => Object.hasOwn(schema, key));
  const { type, properties } = schema;
  const isObject = [type].flat().includes('object') || (type === undefined && rules.length === 0);
  if (!isObject || VALUES.some((key) => Object.hasOwn(schema, key))) return { kind: 'wrapped' };
  if (isJsonObject(properties) && !Object.keys(properties).every((name) => PARAMETER.test(name))) {
    return { kind: 'wrapped' };
  }
  if (rules.length === 0) return { kind: 'object' };
  const isRelaxable = isJsonObject(properties) && rules.every((key) => isRequirement(schema[key]));
  return { kind: isRelaxable ? 'relaxed' : 'wrapped' };
}

/** Whether it only says which parameters there must be: `anyOf: [{ required: ['id'] }, { required: ['name'] }]`. */
function isRequirement(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isRequirement);
  if (!isJsonObject(value)) return false;
  return Object.entries(value).every(
    ([key, rule]) => PLAIN_KEYS.includes(key) || (RULES.includes(key) && isRequirement(rule)),
  );
}

/** The schema with an object at its root, or why there can be none. Expects a canonical schema and answers one. */
export function asRootObject(schema: JsonObject): JsonObject | string {
  const { kind } = rootForm(schema);
  if (kind === 'wrapped') return wrap(schema);
  const kept = Object.entries(schema).filter(([key]) => kind === 'object' || !RULES.includes(key));
  return sortedObject([...kept.filter(([key]) => key !== 'type'), ['type', 'object'], propertiesOf(schema)]);
}

/** OpenAI refuses an object without `properties`. */
function propertiesOf(schema: JsonObject): readonly [string, unknown] {
  return ['properties', isJsonObject(schema['properties']) ? schema['properties'] : Object.freeze({})];
}

/** Definitions stay at the root, where the references to them point. */
function wrap(schema: JsonObject): JsonObject | string {
  if (hasReferenceElsewhere(schema))
    return 'The root of its schema is no object, and the schema refers to its own root.';
  const inner = Object.entries(schema).filter(([key]) => !DEFINITIONS.includes(key));
  const definitions = Object.entries(schema).filter(([key]) => DEFINITIONS.includes(key));
  return sortedObject([
    ...definitions,
    ['additionalProperties', false],
    ['properties', Object.freeze({ [WRAPPER]: sortedObject(inner) })],
    ['required', Object.freeze([WRAPPER])],
    ['type', 'object'],
  ]);
}

function hasReferenceElsewhere(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasReferenceElsewhere);
  if (!isJsonObject(value)) return false;
  const reference = value['$ref'];
  const isElsewhere = typeof reference === 'string' && /^#(?!\/(?:\$defs|definitions)\/)/.test(reference);
  return isElsewhere || Object.values(value).some(hasReferenceElsewhere);
}

/**
 * A model's arguments as the tool itself wants them. Of a wrapped tool both forms are taken, because a model may know the tool
 * by its own schema.
 */
export function unwrapArguments(schema: JsonObject, args: JsonObject): JsonObject {
  const inner = args[WRAPPER];
  if (Object.keys(args).length !== 1 || !isJsonObject(inner)) return args;
  if (rootForm(soundSchema(schema)).kind !== 'wrapped') return args;
  return inner;
}
