import { isJsonObject } from '../json-object.ts';

/** Characters of a schema, roughly: those of its names and texts, and one for each value. */
export const MAX_SCHEMA_SIZE = 262_144;
/** Objects and lists within one another. */
export const MAX_SCHEMA_DEPTH = 64;

/** Why a schema is not looked into; undefined for one of bounded size and depth. */
export function outOfBounds(schema: unknown): 'too_large' | 'too_deep' | undefined {
  const walk = { left: MAX_SCHEMA_SIZE };
  if (!isWithinDepth(schema, 1, walk)) return walk.left < 0 ? 'too_large' : 'too_deep';
  return undefined;
}

/** Ends at the first bound that is broken. */
function isWithinDepth(value: unknown, level: number, walk: { left: number }): boolean {
  walk.left -= typeof value === 'string' ? value.length + 1 : 1;
  if (walk.left < 0) return false;
  if (!isJsonObject(value) && !Array.isArray(value)) return true;
  if (level > MAX_SCHEMA_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => isWithinDepth(item, level + 1, walk));
  return Object.keys(value).every((name) => {
    walk.left -= name.length;
    return isWithinDepth(value[name], level + 1, walk);
  });
}
