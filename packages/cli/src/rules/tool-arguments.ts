type JsonObject = Readonly<Record<string, unknown>>;

/** The sentence for what cannot be read, or the arguments. */
export type ArgumentsParse =
  { readonly ok: true; readonly value: JsonObject } | { readonly ok: false; readonly problem: string };

/** A JSON object. The message repeats nothing of the text: arguments may hold what nobody else should read. */
export function parseArguments(text: string, place: string): ArgumentsParse {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: true, value: value as JsonObject };
  } catch {
    return { ok: false, problem: `${place} is not valid JSON.` };
  }
  return { ok: false, problem: `${place} must be a JSON object.` };
}

/** `name=value` as typed. */
export interface NamedArgument {
  readonly name: string;
  readonly text: string;
}

/** Undefined without a name before the `=`. */
export function parseNamedArgument(text: string): NamedArgument | undefined {
  const at = text.indexOf('=');
  return at < 1 ? undefined : { name: text.slice(0, at), text: text.slice(at + 1) };
}

/**
 * Arguments of `--argument NAME=VALUE`, each as the type that the tool's schema wants: `count=3` is a number where the schema
 * says so and a text where it says that. `a.b=1` is a member of `a`, unless the tool has a member `a.b`. One name twice is a
 * list where the schema wants one; otherwise the last counts.
 */
export function withNamedArguments(base: JsonObject, named: readonly NamedArgument[], schema: JsonObject): JsonObject {
  const result = structuredClone(base) as Record<string, unknown>;
  for (const { name, text } of named) put(result, pathOf(name, schema), { text, schema });
  return result;
}

function pathOf(name: string, schema: JsonObject): readonly string[] {
  return propertyOf(schema, name) === undefined ? name.split('.') : [name];
}

/** Own members alone: `__proto__.x=1` makes a member of that name, which the server may refuse. */
function put(
  target: Record<string, unknown>,
  [head = '', ...rest]: readonly string[],
  { text, schema }: { readonly text: string; readonly schema: unknown },
): void {
  const own = propertyOf(schema, head);
  const before: unknown = Object.hasOwn(target, head) ? target[head] : undefined;
  if (rest.length > 0) {
    const inner = isObject(before) ? { ...before } : {};
    put(inner, rest, { text, schema: own });
    define(target, head, inner);
  } else if (wants(own, 'array'))
    define(target, head, [...(Array.isArray(before) ? (before as unknown[]) : []), ...itemsOf(text, own)]);
  else define(target, head, typed(text, own));
}

function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** `tags=["a","b"]` is the list, `tags=a` one more item of it. */
function itemsOf(text: string, schema: unknown): readonly unknown[] {
  const value = text.trimStart().startsWith('[') ? jsonOf(text) : undefined;
  if (Array.isArray(value)) return value as unknown[];
  return [typed(text, isObject(schema) ? schema['items'] : undefined)];
}

function typed(text: string, schema: unknown): unknown {
  if (wants(schema, 'string')) return text;
  const value = jsonOf(text);
  return value === undefined ? text : value;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a schema names this type, itself or in one of its forms. */
function wants(schema: unknown, type: string): boolean {
  if (!isObject(schema)) return false;
  const { type: own, anyOf, oneOf, enum: words } = schema;
  if (own === type || (Array.isArray(own) && own.includes(type))) return true;
  if (type === 'string' && Array.isArray(words) && words.length > 0)
    return words.every((word) => typeof word === 'string');
  return [anyOf, oneOf].some((forms) => Array.isArray(forms) && forms.some((form) => wants(form, type)));
}

function propertyOf(schema: unknown, name: string): unknown {
  const properties = isObject(schema) ? schema['properties'] : undefined;
  return isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
