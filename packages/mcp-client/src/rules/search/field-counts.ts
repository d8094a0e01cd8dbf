import { FIELDS } from './tool-fields.ts';

/**
 * How often a term stands in each of the eight fields of a tool, in one number: four bits for a field, the first field lowest.
 * Counts end at 15: saturation has made more of the same worth nothing before.
 */
export type FieldCounts = number;

const MAX_COUNT = 15;

/** One more in a field. */
export function counted(counts: FieldCounts, field: number): FieldCounts {
  return countIn(counts, field) === MAX_COUNT ? counts : (counts + (1 << (field * 4))) | 0;
}

export function countIn(counts: FieldCounts, field: number): number {
  return (counts >>> (field * 4)) & MAX_COUNT;
}

/** Of two terms that are one. */
export function added(a: FieldCounts, b: FieldCounts): FieldCounts {
  let sum = 0;
  for (let field = 0; field < FIELDS.length; field += 1) {
    sum |= Math.min(MAX_COUNT, countIn(a, field) + countIn(b, field)) << (field * 4);
  }
  return sum;
}

/** The first field that has the term. */
export function firstField(counts: FieldCounts): number {
  return (31 - Math.clz32(counts & -counts)) >> 2;
}
