import { isJsonObject } from '../json-object.ts';
import type { Run } from './run.ts';

/** Whether two values of JSON are equal (JSON Schema 2020-12, section 4.2.2). */
export function isSameJson(one: unknown, other: unknown, run: Run): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => isSameWithin(item, other[at], run));
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return false;
  const names = Object.keys(one);
  const { length } = Object.keys(other);
  run.spend(names.length + length);
  if (names.length !== length) return false;
  return names.every((name) => Object.hasOwn(other, name) && isSameWithin(one[name], other[name], run));
}

function isSameWithin(one: unknown, other: unknown, run: Run): boolean {
  return run.descend((value) => isSameJson(value, other, run), one);
}
