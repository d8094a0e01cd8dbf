import type { NumberRange } from '../option-checks.ts';
import { refuseField, RestRefusal } from './rest-problem.ts';

/** Reads the query of an address. Every method throws a `RestRefusal` for what it cannot take. */
export class QueryReader {
  readonly #query: URLSearchParams;

  /** `known`: what the address takes. A misspelt filter would answer too much. */
  constructor(query: URLSearchParams, known: readonly string[]) {
    this.#query = query;
    const unknown = [...query.keys()].find((name) => !known.includes(name));
    if (unknown === undefined) return;
    const message = 'is not known here';
    throw new RestRefusal('unknown_field', {
      detail: `A parameter ${message}. There are: ${known.join(', ')}.`,
      errors: [{ field: unknown, message }],
    });
  }

  /** A text with something in it. `most`: code units. */
  text(name: string, most: number): string | undefined {
    const [value, ...others] = this.#query.getAll(name);
    if (value === undefined) return undefined;
    if (others.length === 0 && value.trim() !== '' && value.length <= most) return value;
    throw refuseField(name, `must be one text of 1 to ${most} characters`);
  }

  wholeNumber(name: string, { min, max }: NumberRange): number | undefined {
    const values = this.#query.getAll(name);
    if (values.length === 0) return undefined;
    const [text = ''] = values;
    const value = Number(text);
    if (values.length === 1 && /^\d{1,9}$/.test(text) && value >= min && value <= max) return value;
    throw refuseField(name, `must be a whole number from ${min} to ${max}`);
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const given = this.#query.getAll(name);
    if (given.length === 0) return undefined;
    const known = values.find((value) => value === given[0]);
    if (known !== undefined && given.length === 1) return known;
    throw refuseField(name, `must be one of: ${values.join(', ')}`);
  }

  /** A parameter that may come several times. Undefined where it does not come. */
  list(name: string, most: number): readonly string[] | undefined {
    const values = this.#query.getAll(name);
    if (values.length === 0) return undefined;
    if (values.length <= most && values.every((value) => value !== '' && value.length <= 64)) return values;
    throw refuseField(name, `must be 1 to ${most} names of 1 to 64 characters`);
  }
}
