export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** Answers the option, or throws a TypeError that names it. NaN, fractions and texts are out of every range. */
export function checkWholeNumber(name: string, value: number, { min, max }: NumberRange): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new TypeError(`${name} must be a whole number from ${min} to ${max}.`);
}

/** Answers the option, or throws a TypeError that names it. */
export function checkOneOf<Value extends string>(name: string, value: Value, allowed: readonly Value[]): Value {
  if (allowed.includes(value)) return value;
  throw new TypeError(`${name} must be one of: ${allowed.join(', ')}.`);
}

/** Whether a value is a JSON object, as opposed to an array, a null or something with a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
