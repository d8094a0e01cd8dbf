import { utf8Length } from '../result/byte-length.ts';
import { jsonUnits } from '../result/json-size.ts';

/** Programs that start servers read lines of 10 MB at most, and give the connection up at a longer one. */
export const MOST_MESSAGE_BYTES = 9_000_000;
/** No code unit takes more than six bytes: `\u0000`. */
const SURELY_SHORT = MOST_MESSAGE_BYTES / 6;

/** Whether an answer would end the connection that it goes over. */
export function isTooLong(answer: unknown): boolean {
  if (jsonUnits(answer, SURELY_SHORT) <= SURELY_SHORT) return false;
  return utf8Length(JSON.stringify(answer)) > MOST_MESSAGE_BYTES;
}
