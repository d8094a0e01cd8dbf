/** Deeper values are refused: the way through them is recursive, and what a server sends may have any depth. */
export const MAX_DEPTH = 128;

/**
 * A JSON value as RFC 8785 writes it: members in the order of their code units, no blanks. Members that are undefined are left
 * out. Throws a RangeError for a value that is nested more than 128 deep.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  if (depth >= MAX_DEPTH) throw new RangeError(`A value is nested more than ${MAX_DEPTH} deep.`);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  const object = value as Readonly<Record<string, unknown>>;
  const members = Object.keys(object)
    .sort(byCodeUnits)
    .filter((name) => object[name] !== undefined)
    .map((name) => `${JSON.stringify(name)}:${write(object[name], depth + 1)}`);
  return `{${members.join(',')}}`;
}

/** The order of JavaScript's own comparison: the same on every machine, unlike that of a language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
