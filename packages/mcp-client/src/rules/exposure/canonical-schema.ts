import { isJsonObject } from '../json-object.ts';
import type { JsonObject } from '../../words/tool.ts';
import { capText, cleanText, isClean } from './clean-text.ts';

/** Levels of a schema. What is deeper overflows the stack of whoever walks it, and no model fills it in. */
export const MAX_SCHEMA_DEPTH = 64;

export type CanonicalSchema =
  { readonly schema: JsonObject; readonly flaw: undefined } | { readonly schema: undefined; readonly flaw: string };

interface Walk {
  /** Code units of one description. */
  readonly textLimit: number;
  flaw: string | undefined;
}

/** Text for readers, and nothing a call depends on. */
const TEXT_KEYS: readonly string[] = ['description', 'title'];
/** `$schema`: some model APIs refuse it. `$comment`: a place to hide what only a model reads. */
const DROPPED_KEYS: readonly string[] = ['$schema', '$comment'];

/**
 * A schema as models may see it: keys sorted by code units, descriptions clean and capped. The same schema is the same bytes,
 * in whatever order its server writes it. Names and values that a call depends on cannot be cleaned: with hidden characters in one,
 * or nested deeper than 64, the schema has a flaw.
 */
export function canonicalSchema(schema: JsonObject, textLimit: number): CanonicalSchema {
  const walk: Walk = { textLimit, flaw: undefined };
  const copy = copyObject(schema, 1, walk);
  return walk.flaw === undefined ? { schema: copy, flaw: undefined } : { schema: undefined, flaw: walk.flaw };
}

/** Levels are counted from 1, the root. */
function copyValue(value: unknown, level: number, walk: Walk): unknown {
  if (typeof value === 'string') return literal(value, walk);
  if (Array.isArray(value)) {
    return deeper(level, walk) ? Object.freeze(value.map((item) => copyValue(item, level + 1, walk))) : [];
  }
  if (!isJsonObject(value)) return value;
  return deeper(level, walk) ? copyObject(value, level, walk) : {};
}

function deeper(level: number, walk: Walk): boolean {
  if (level <= MAX_SCHEMA_DEPTH) return true;
  walk.flaw ??= `Its schema is nested deeper than ${MAX_SCHEMA_DEPTH} levels.`;
  return false;
}

function copyObject(value: JsonObject, level: number, walk: Walk): JsonObject {
  const entries = Object.keys(value)
    .filter((key) => !(DROPPED_KEYS.includes(key) && typeof value[key] === 'string'))
    .sort()
    .map((key) => [literal(key, walk), copyMember(key, value[key], { level, walk })] as const);
  // Unlike an assignment, this keeps a member called `__proto__` a member.
  return Object.freeze(Object.fromEntries(entries));
}

function copyMember(key: string, value: unknown, { level, walk }: { level: number; walk: Walk }): unknown {
  if (typeof value === 'string' && TEXT_KEYS.includes(key)) return capText(cleanText(value), walk.textLimit);
  return copyValue(value, level + 1, walk);
}

function literal(text: string, walk: Walk): string {
  if (!isClean(text)) walk.flaw ??= 'A name or a value in its schema holds hidden characters.';
  return text;
}
