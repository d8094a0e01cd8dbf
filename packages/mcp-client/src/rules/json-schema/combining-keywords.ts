import { innerList, type Keyword, type Meaning } from './keyword.ts';
import type { Check } from './run.ts';

/** Keywords that combine schemas (JSON Schema 2020-12, core, section 8.2.3.1, 10.2.1 and 10.2.2). */
export const COMBINING_KEYWORDS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['$ref', ({ value, referred }) => (typeof value === 'string' ? referred(value) : undefined)],
  ['allOf', allOf],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', not],
  ['if', condition],
]);

function allOf(keyword: Keyword): Check | undefined {
  const checks = innerList(keyword);
  return checks && ((value, run) => checks.every((check) => run.descend(check, value)));
}

function anyOf(keyword: Keyword): Check | undefined {
  const checks = innerList(keyword);
  return checks && ((value, run) => checks.some((check) => run.descend(check, value)) || run.fail(keyword.at));
}

/** What may fit counts neither for nor against. */
function oneOf(keyword: Keyword): Check | undefined {
  const checks = innerList(keyword);
  if (checks === undefined) return undefined;
  return (value, run) => {
    const fits = checks.map((check) => run.judge(check, value));
    const sure = fits.filter((fit) => fit === 'yes').length;
    return (sure <= 1 && fits.some((fit) => fit !== 'no')) || run.fail(keyword.at);
  };
}

function not({ value: schema, at, inner }: Keyword): Check | undefined {
  const check = inner(schema);
  return check && ((value, run) => run.judge(check, value) !== 'yes' || run.fail(at));
}

function condition({ value, schema, inner, beside }: Keyword): Check | undefined {
  const check = inner(value);
  const then = beside('then');
  const otherwise = beside('else');
  const isNone = (keyword: string, found: Check | undefined) => found === undefined && Object.hasOwn(schema, keyword);
  if (check === undefined || isNone('then', then) || isNone('else', otherwise)) return undefined;
  return (value, run) => {
    const fit = run.judge(check, value);
    const next = fit === 'yes' ? then : fit === 'no' ? otherwise : undefined;
    return next === undefined || run.descend(next, value);
  };
}
