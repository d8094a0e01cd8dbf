import type { JsonObject } from '../../words/tool.ts';
import { isJsonObject } from '../json-object.ts';
import type { Keyword, Meaning } from './keyword.ts';
import type { Matcher } from './pattern.ts';
import type { Pointer } from './pointer.ts';
import type { Check, Run } from './run.ts';

/** Keywords for objects (JSON Schema 2020-12, core, section 10.2.2.4 and 10.3.2, and validation, section 6.5; draft 7, section 6.5). */
export const OBJECT_KEYWORDS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['properties', properties],
  ['patternProperties', patternProperties],
  ['additionalProperties', additionalProperties],
  ['propertyNames', propertyNames],
  ['required', ({ value, at }) => required(value, at)],
  ['dependentRequired', dependent],
  ['dependentSchemas', dependent],
  ['dependencies', dependent],
  ['maxProperties', count((size, limit) => size <= limit)],
  ['minProperties', count((size, limit) => size >= limit)],
]);

function object(check: (members: JsonObject, run: Run) => boolean): Check {
  return (value, run) => !isJsonObject(value) || check(value, run);
}

function namesOf(members: JsonObject, run: Run): readonly string[] {
  const names = Object.keys(members);
  run.spend(names.length);
  return names;
}

function properties(keyword: Keyword): Check | undefined {
  const checks = table(keyword, (schema, name) => keyword.inner(schema, name));
  return (
    checks &&
    object((members, run) => {
      run.spend(checks.length);
      return checks.every(([name, check]) => !Object.hasOwn(members, name) || run.descend(check, members[name]));
    })
  );
}

function patternProperties(keyword: Keyword): Check | undefined {
  const { inner, matcher, skipped } = keyword;
  const checks = table(keyword, (schema, pattern) => {
    const check = inner(schema, pattern);
    const matches = matcher(pattern);
    if (check === undefined || matches === undefined) return check && skipped('pattern', pattern);
    return object((members, run) =>
      namesOf(members, run).every((name) => !matches(name, run) || run.descend(check, members[name])),
    );
  });
  return (
    checks &&
    object((members, run) => {
      run.spend(checks.length);
      return checks.every(([, check]) => check(members, run));
    })
  );
}

/** Where it is not known which members a pattern stands for, nobody knows the others. */
function additionalProperties({ value, schema, inner, matcher, skipped }: Keyword): Check | undefined {
  const check = inner(value);
  const { properties: named = {}, patternProperties: patterns = {} } = schema;
  if (check === undefined || !isJsonObject(named) || !isJsonObject(patterns)) return undefined;
  const matchers = Object.keys(patterns).map(matcher);
  if (!matchers.every((matches): matches is Matcher => matches !== undefined)) return skipped('pattern');
  const isOther = (name: string, run: Run) =>
    !Object.hasOwn(named, name) && !matchers.some((matches) => matches(name, run));
  return object((members, run) =>
    namesOf(members, run).every((name) => !isOther(name, run) || run.descend(check, members[name])),
  );
}

function propertyNames({ value, inner }: Keyword): Check | undefined {
  const check = inner(value);
  return check && object((members, run) => namesOf(members, run).every((name) => run.descend(check, name)));
}

function required(value: unknown, at: Pointer): Check | undefined {
  if (!Array.isArray(value) || value.some((name) => typeof name !== 'string')) return undefined;
  const names = value as readonly string[];
  return object((members, run) => {
    run.spend(names.length);
    return names.every((name) => Object.hasOwn(members, name)) || run.fail(at);
  });
}

/** What holds once a member is there: names that must be there too, or a schema for the whole. */
function dependent(keyword: Keyword): Check | undefined {
  const { at, inner } = keyword;
  const checks = table(keyword, (value, name) => (Array.isArray(value) ? required(value, at) : inner(value, name)));
  return (
    checks &&
    object((members, run) => {
      run.spend(checks.length);
      return checks.every(([name, check]) => !Object.hasOwn(members, name) || run.descend(check, members));
    })
  );
}

function count(fits: (size: number, limit: number) => boolean): Meaning {
  return ({ value: limit, at }) => {
    if (typeof limit !== 'number') return undefined;
    return object((members, run) => fits(namesOf(members, run).length, limit) || run.fail(at));
  };
}

/** Undefined where the keyword holds no table, or an entry of it means nothing. */
function table(
  { value }: Keyword,
  checkOf: (entry: unknown, name: string) => Check | undefined,
): readonly (readonly [string, Check])[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const names = Object.keys(value);
  const checks = names.flatMap((name): readonly (readonly [string, Check])[] => {
    const check = checkOf(value[name], name);
    return check === undefined ? [] : [[name, check]];
  });
  return checks.length === names.length ? checks : undefined;
}
