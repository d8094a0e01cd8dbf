/** One line of a file of JSON objects, and what is wrong with it by file and line. */
export class JsonRow {
  readonly #row: Readonly<Record<string, unknown>>;
  readonly #place: string;

  constructor(line: string, place: string) {
    this.#place = place;
    const value = this.#parse(line);
    if (!isObject(value)) throw this.problem('it is no JSON object');
    this.#row = value;
  }

  /** A text that is not empty. */
  text(member: string): string {
    const text = this.optionalText(member);
    if (text === undefined) throw this.problem(`${member} is missing`);
    return text;
  }

  /** A text; undefined where it is left out or empty. */
  optionalText(member: string): string | undefined {
    const value = this.#row[member];
    if (value !== undefined && typeof value !== 'string') throw this.problem(`${member} is no text`);
    return value === '' ? undefined : value;
  }

  object(member: string): Readonly<Record<string, unknown>> {
    const value = this.#row[member];
    if (!isObject(value)) throw this.problem(`${member} is no object`);
    return value;
  }

  problem(what: string): Error {
    return new Error(`${this.#place}: ${what}.`);
  }

  #parse(line: string): unknown {
    try {
      return JSON.parse(line);
    } catch {
      throw this.problem('it is no JSON');
    }
  }
}

/** Reads each line that is not empty. An error names the file and the line, counted from 1. */
export function parseJsonLines<T>(text: string, file: string, read: (row: JsonRow) => T): T[] {
  return text
    .split('\n')
    .flatMap((line, at) => (line.trim() === '' ? [] : [read(new JsonRow(line, `${file}:${at + 1}`))]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
