import { utf8Length } from './byte-length.ts';

/** Of a number, a truth value or a null; and of what stands around a text, a list, an object or a member. */
const SCALAR = 8;
const MARKS = 4;

/**
 * About how many code units a JSON value takes, or more than `limit` as soon as that is certain: what is small costs little, what
 * is large is not walked to its end. No unit takes more than three bytes.
 */
export function jsonUnits(value: unknown, limit: number): number {
  return measure(value, limit, (text) => text.length);
}

/** About how many bytes of UTF-8 a JSON value takes: texts are counted exactly. */
export function jsonBytes(value: unknown): number {
  return measure(value, Infinity, utf8Length);
}

function measure(value: unknown, limit: number, sizeOfText: (text: string) => number): number {
  const open: unknown[] = [value];
  let size = 0;
  while (open.length > 0 && size <= limit) {
    const next = open.pop();
    if (typeof next === 'string') size += sizeOfText(next) + MARKS;
    else if (Array.isArray(next)) {
      size += MARKS;
      for (const item of next) open.push(item);
    } else if (typeof next === 'object' && next !== null) {
      size += MARKS;
      for (const [name, member] of Object.entries(next)) {
        size += name.length + MARKS;
        open.push(member);
      }
    } else size += SCALAR;
  }
  return size;
}
