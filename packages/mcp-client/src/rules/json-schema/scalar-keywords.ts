import { isJsonObject } from '../json-object.ts';
import type { Keyword, Meaning } from './keyword.ts';
import type { Check } from './run.ts';
import { isSameJson } from './same-json.ts';

const TYPES: ReadonlyMap<unknown, (value: unknown) => boolean> = new Map([
  ['array', Array.isArray],
  ['boolean', (value: unknown) => typeof value === 'boolean'],
  ['integer', (value: unknown) => Number.isInteger(value)],
  ['null', (value: unknown) => value === null],
  ['number', (value: unknown) => typeof value === 'number'],
  ['object', isJsonObject],
  ['string', (value: unknown) => typeof value === 'string'],
]);
/** Of a ratio, what the rounding of two numbers and of their division makes it wrong by at most: 0.3 is a multiple of 0.1. */
const TOLERANCE = 2 * Number.EPSILON;

/** Keywords for values of any type, for numbers and for texts (JSON Schema 2020-12, validation, section 6.1 to 6.3). */
export const SCALAR_KEYWORDS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['type', isOfType],
  ['enum', isOneOf],
  [
    'const',
    ({ value: only, at }) =>
      (value, run) =>
        isSameJson(only, value, run) || run.fail(at),
  ],
  ['maximum', number((value, limit) => value <= limit)],
  ['exclusiveMaximum', number((value, limit) => value < limit)],
  ['minimum', number((value, limit) => value >= limit)],
  ['exclusiveMinimum', number((value, limit) => value > limit)],
  ['multipleOf', multipleOf],
  ['maxLength', text((length, limit) => length <= limit)],
  ['minLength', text((length, limit) => length >= limit)],
  ['pattern', matchesPattern],
]);

function isOfType({ value: given, at }: Keyword): Check | undefined {
  const types = new Set<unknown>(Array.isArray(given) ? given : [given]);
  const tests = [...types].flatMap((type) => TYPES.get(type) ?? []);
  if (tests.length === 0 || tests.length < types.size) return undefined;
  return (value, run) => tests.some((test) => test(value)) || run.fail(at);
}

function isOneOf({ value: given, at }: Keyword): Check | undefined {
  if (!Array.isArray(given)) return undefined;
  return (value, run) => {
    run.spend(given.length);
    return given.some((one) => isSameJson(one, value, run)) || run.fail(at);
  };
}

function number(fits: (value: number, limit: number) => boolean): Meaning {
  return ({ value: limit, at }) => {
    if (typeof limit !== 'number') return undefined;
    return (value, run) => typeof value !== 'number' || fits(value, limit) || run.fail(at);
  };
}

function multipleOf(keyword: Keyword): Check | undefined {
  const { value: unit } = keyword;
  return typeof unit === 'number' && unit > 0 ? number(isMultiple)(keyword) : undefined;
}

/** The ratio of two numbers may be too large for a number; what is left of their division never is. */
function isMultiple(value: number, unit: number): boolean {
  const ratio = value / unit;
  return value % unit === 0 || Math.abs(ratio - Math.round(ratio)) <= TOLERANCE * Math.abs(ratio);
}

/** The length of a text is that of its code points (RFC 8259). */
function text(fits: (length: number, limit: number) => boolean): Meaning {
  return ({ value: limit, at }) => {
    if (typeof limit !== 'number') return undefined;
    return (value, run) => {
      if (typeof value !== 'string') return true;
      run.spend(value.length);
      return fits([...value].length, limit) || run.fail(at);
    };
  };
}

function matchesPattern({ value: pattern, at, matcher, skipped }: Keyword): Check | undefined {
  if (typeof pattern !== 'string') return undefined;
  const matches = matcher(pattern);
  if (matches === undefined) {
    const skip = skipped('pattern');
    return (value, run) => typeof value !== 'string' || skip(value, run);
  }
  return (value, run) => typeof value !== 'string' || matches(value, run) || run.fail(at);
}
