export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** Answers the option, or throws a TypeError that names it. NaN, fractions and texts are out of every range. */
export function checkWholeNumber(name: string, value: number, { min, max }: NumberRange): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new TypeError(`${name} must be a whole number from ${min} to ${max}.`);
}
