import { canonicalJson } from '../pins/canonical-json.ts';
import { innerList, type Keyword, type Meaning } from './keyword.ts';
import { type Check, OutOfBounds, type Run } from './run.ts';

/** Keywords for arrays (JSON Schema 2020-12, core, section 10.3.1, and validation, section 6.4; draft 7, section 6.4). */
export const ARRAY_KEYWORDS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['prefixItems', byPlace],
  ['items', (keyword) => (Array.isArray(keyword.value) ? byPlace(keyword) : rest(keyword, 'prefixItems'))],
  ['additionalItems', additionalItems],
  ['contains', contains],
  ['maxItems', count((length, limit) => length <= limit)],
  ['minItems', count((length, limit) => length >= limit)],
  ['uniqueItems', uniqueItems],
]);

function list(check: (items: readonly unknown[], run: Run) => boolean): Check {
  return (value, run) => !Array.isArray(value) || check(value, run);
}

function byPlace(keyword: Keyword): Check | undefined {
  const checks = innerList(keyword);
  return (
    checks && list((items, run) => checks.every((check, at) => at >= items.length || run.descend(check, items[at])))
  );
}

/** Those behind the ones that another keyword has schemas for. */
function rest({ value, schema, inner }: Keyword, others: string): Check | undefined {
  const check = inner(value);
  const before = schema[others];
  const from = Array.isArray(before) ? before.length : 0;
  return check && list((items, run) => items.every((item, at) => at < from || run.descend(check, item)));
}

/** Of no meaning where `items` is one schema for all. */
function additionalItems(keyword: Keyword): Check | undefined {
  return Array.isArray(keyword.schema['items']) ? rest(keyword, 'items') : () => true;
}

function contains({ value, schema, at, inner }: Keyword): Check | undefined {
  const check = inner(value);
  const { minContains = 1, maxContains = Infinity } = schema;
  if (typeof minContains !== 'number' || typeof maxContains !== 'number') return undefined;
  return (
    check &&
    list((items, run) => {
      const found = items.map((item) => run.judge(check, item));
      const sure = found.filter((fits) => fits === 'yes').length;
      const possible = found.filter((fits) => fits !== 'no').length;
      return (possible >= minContains && sure <= maxContains) || run.fail(at);
    })
  );
}

function count(fits: (length: number, limit: number) => boolean): Meaning {
  return ({ value: limit, at }) => {
    if (typeof limit !== 'number') return undefined;
    return list((items, run) => fits(items.length, limit) || run.fail(at));
  };
}

function uniqueItems({ value, at }: Keyword): Check | undefined {
  if (typeof value !== 'boolean') return undefined;
  if (!value) return () => true;
  return list((items, run) => {
    const known = new Set<string>();
    for (const item of items) {
      const written = writtenJson(item);
      run.spend(written.length);
      known.add(written);
    }
    return known.size === items.length || run.fail(at);
  });
}

function writtenJson(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (error instanceof RangeError) throw new OutOfBounds('too_deep');
    throw error;
  }
}
