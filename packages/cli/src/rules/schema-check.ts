/** One member of the arguments that does not fit: `query`, `filters.0.name`; empty for the whole. */
export interface ArgumentFlaw {
  readonly field: string;
  readonly message: string;
}

type Schema = Readonly<Record<string, unknown>>;

interface Check {
  readonly root: Schema;
  readonly field: string;
  readonly depth: number;
}

/** What a schema that refers to itself, or a nest of lists, is followed to. */
const DEEPEST = 32;
const MOST_FLAWS = 20;

/**
 * What of the arguments of a tool does not fit its input schema, member by member, at most 20. It looks at what people get
 * wrong: types, missing and unknown members, words out of a list, bounds. What it does not know (patterns, conditions, schemas
 * elsewhere) is left to the server, which has the last word.
 */
export function argumentFlaws(value: unknown, schema: Schema): readonly ArgumentFlaw[] {
  return check(value, schema, { root: schema, field: '', depth: 0 }).slice(0, MOST_FLAWS);
}

function check(value: unknown, given: unknown, at: Check): readonly ArgumentFlaw[] {
  const schema = resolved(given, at.root);
  if (schema === undefined || at.depth > DEEPEST) return [];
  const flaw = typeFlaw(value, schema) ?? wordFlaw(value, schema) ?? boundFlaw(value, schema);
  if (flaw !== undefined) return [{ field: at.field, message: flaw }];
  return [...choiceFlaws(value, schema, at), ...memberFlaws(value, schema, at), ...itemFlaws(value, schema, at)];
}

/** A schema, with a reference into its own document followed (JSON Schema 2020-12, section 8.2.3). */
function resolved(given: unknown, root: Schema): Schema | undefined {
  let schema = given;
  for (let hops = 0; hops < DEEPEST && isObject(schema); hops++) {
    const { $ref: reference } = schema;
    if (typeof reference !== 'string') return schema;
    if (reference !== '#' && !reference.startsWith('#/')) return undefined;
    schema = reference
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>(
        (place, part) => (isObject(place) && Object.hasOwn(place, part) ? place[part] : undefined),
        root,
      );
  }
  return undefined;
}

function typeFlaw(value: unknown, { type }: Schema): string | undefined {
  const types =
    typeof type === 'string' ? [type] : Array.isArray(type) ? type.filter((item) => typeof item === 'string') : [];
  if (types.length === 0 || types.some((name) => isOfType(value, name))) return undefined;
  return `It must be ${types.map((name) => TYPE_WORDS[name] ?? name).join(' or ')}.`;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    default:
      return !(type in TYPE_WORDS) || typeof value === type;
  }
}

function wordFlaw(value: unknown, schema: Schema): string | undefined {
  const { enum: words } = schema;
  const allowed: readonly unknown[] | undefined =
    'const' in schema ? [schema['const']] : Array.isArray(words) ? words : undefined;
  if (allowed === undefined || allowed.some((word) => JSON.stringify(word) === JSON.stringify(value))) return undefined;
  return `It must be ${allowed.map((word) => JSON.stringify(word)).join(', ')}.`;
}

/** Keyword, what it measures, and the sentence for a value beyond it. */
const BOUNDS: readonly (readonly [string, (value: unknown) => number | undefined, 'least' | 'most', string])[] = [
  ['minimum', asNumber, 'least', 'It must be at least'],
  ['maximum', asNumber, 'most', 'It must be at most'],
  ['minLength', lengthOfText, 'least', 'Its length must be at least'],
  ['maxLength', lengthOfText, 'most', 'Its length must be at most'],
  ['minItems', lengthOfList, 'least', 'Its items must be at least'],
  ['maxItems', lengthOfList, 'most', 'Its items must be at most'],
];

function boundFlaw(value: unknown, schema: Schema): string | undefined {
  for (const [keyword, measure, side, sentence] of BOUNDS) {
    const [bound, measured] = [schema[keyword], measure(value)];
    if (typeof bound !== 'number' || measured === undefined) continue;
    if (side === 'least' ? measured < bound : measured > bound) return `${sentence} ${bound}.`;
  }
  return undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** In characters, as JSON Schema counts them (2020-12 validation, section 6.3.1). */
function lengthOfText(value: unknown): number | undefined {
  return typeof value === 'string' ? Array.from(value).length : undefined;
}

function lengthOfList(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

/** Where none of several forms fits, the flaws of the one that is nearest are told. */
function choiceFlaws(value: unknown, { anyOf, oneOf }: Schema, at: Check): readonly ArgumentFlaw[] {
  const forms: readonly unknown[] = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : [];
  if (forms.length === 0) return [];
  const flaws = forms.map((form) => check(value, form, { ...at, depth: at.depth + 1 }));
  return flaws.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

function memberFlaws(value: unknown, schema: Schema, at: Check): readonly ArgumentFlaw[] {
  if (!isObject(value)) return [];
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const missing = required
    .filter((name) => typeof name === 'string')
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({ field: fieldOf(at, name), message: 'It is missing.' }));
  const isClosed = schema['additionalProperties'] === false && schema['patternProperties'] === undefined;
  const members = Object.entries(value).flatMap(([name, member]) => {
    const next = { ...at, field: fieldOf(at, name), depth: at.depth + 1 };
    if (Object.hasOwn(properties, name)) return check(member, properties[name], next);
    if (!isClosed) return [];
    const known = Object.keys(properties);
    return [
      {
        field: next.field,
        message: `The tool knows no such member${known.length > 0 ? `: ${known.join(', ')}` : ''}.`,
      },
    ];
  });
  return [...missing, ...members];
}

function itemFlaws(value: unknown, { items }: Schema, at: Check): readonly ArgumentFlaw[] {
  if (!Array.isArray(value) || !isObject(items)) return [];
  return value.flatMap((item, index) =>
    check(item, items, { ...at, field: fieldOf(at, String(index)), depth: at.depth + 1 }),
  );
}

function fieldOf({ field }: Check, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
