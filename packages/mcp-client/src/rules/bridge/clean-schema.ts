import type { JsonObject } from '../../words/tool.ts';
import { cleanText, isClean } from '../exposure/clean-text.ts';
import { MAX_SCHEMA_DEPTH } from '../exposure/canonical-schema.ts';
import { isJsonObject } from '../json-object.ts';

export type CleanSchema =
  { readonly schema: JsonObject; readonly flaw: undefined } | { readonly schema: undefined; readonly flaw: string };

/** Text for readers, and nothing a call depends on. */
const TEXT_KEYS: readonly string[] = ['description', 'title'];
/** A place to hide what only a model reads. */
const COMMENT = '$comment';

class Flawed extends Error {}

/**
 * A schema as its server has it, in its order and its draft, without hidden characters: descriptions and titles are cleaned. Names
 * and values that a call depends on cannot be: with hidden characters in one, or nested deeper than 64, the schema has a flaw.
 */
export function cleanSchema(schema: JsonObject): CleanSchema {
  try {
    return { schema: cleanObject(schema, 1), flaw: undefined };
  } catch (error) {
    if (error instanceof Flawed) return { schema: undefined, flaw: error.message };
    throw error;
  }
}

function cleanObject(value: JsonObject, level: number): JsonObject {
  if (level > MAX_SCHEMA_DEPTH) throw new Flawed(`Its schema is nested deeper than ${MAX_SCHEMA_DEPTH} levels.`);
  const members = Object.entries(value).filter(([key, member]) => key !== COMMENT || typeof member !== 'string');
  // Unlike an assignment, this keeps a member called `__proto__` a member.
  return Object.fromEntries(
    members.map(([key, member]) => [
      literal(key),
      typeof member === 'string' && TEXT_KEYS.includes(key) ? cleanText(member) : cleanValue(member, level + 1),
    ]),
  );
}

function cleanValue(value: unknown, level: number): unknown {
  if (typeof value === 'string') return literal(value);
  if (isJsonObject(value)) return cleanObject(value, level);
  if (!Array.isArray(value)) return value;
  if (level > MAX_SCHEMA_DEPTH) throw new Flawed(`Its schema is nested deeper than ${MAX_SCHEMA_DEPTH} levels.`);
  return value.map((item) => cleanValue(item, level + 1));
}

function literal(text: string): string {
  if (isClean(text)) return text;
  throw new Flawed('A name or a value in its schema holds hidden characters.');
}
