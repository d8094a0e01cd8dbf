/** A JSON text as a value, with the line on which each of its members begins. */
export type JsonLines =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** The line of the value at a path, or of the nearest above it that is there. The first line is 1. */
      lineOf(path: readonly PropertyKey[]): number;
    }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** Deeper texts are refused: each level takes a part of the stack. */
const DEEPEST = 32;
const BLANK = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const PLAIN = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Reads JSON (RFC 8259). A member that stands twice in one object is refused: readers differ in which one they take. */
export function readJsonLines(text: string): JsonLines {
  const reader = new JsonReader(text);
  try {
    const value = reader.readAll();
    return { ok: true, value, lineOf: (path) => reader.lineOf(path) };
  } catch (error) {
    if (!(error instanceof JsonFlaw)) throw error;
    return { ok: false, line: lineAt(text, error.at), problem: error.message };
  }
}

class JsonFlaw extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

class JsonReader {
  readonly #text: string;
  /** Where values begin, by their path. */
  readonly #starts = new Map<string, number>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): unknown {
    const value = this.#read([]);
    this.#skipBlank();
    if (this.#at < this.#text.length) throw this.#flaw('Something stands behind the end.');
    return value;
  }

  lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length--) {
      const start = this.#starts.get(keyOf(path.slice(0, length)));
      if (start !== undefined) return lineAt(this.#text, start);
    }
    return 1;
  }

  #read(path: readonly PropertyKey[]): unknown {
    this.#skipBlank();
    if (path.length > DEEPEST) throw this.#flaw('It is too deep.');
    this.#starts.set(keyOf(path), this.#at);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#readObject(path);
      case '[':
        return this.#readArray(path);
      case '"':
        return this.#readString();
      default:
        return JSON.parse(this.#take(PLAIN, 'A value is missing or malformed.')) as unknown;
    }
  }

  #readObject(path: readonly PropertyKey[]): unknown {
    const members = new Map<string, unknown>();
    for (let isFirst = true; !this.#endsWith('}', isFirst); isFirst = false) {
      this.#skipBlank();
      const name = this.#readString();
      if (members.has(name)) throw this.#flaw('A member stands twice.');
      this.#skipBlank();
      if (this.#text[this.#at] !== ':') throw this.#flaw('A colon is missing.');
      this.#at++;
      members.set(name, this.#read([...path, name]));
    }
    return Object.fromEntries(members);
  }

  #readArray(path: readonly PropertyKey[]): unknown {
    const items: unknown[] = [];
    for (let isFirst = true; !this.#endsWith(']', isFirst); isFirst = false) {
      items.push(this.#read([...path, items.length]));
    }
    return items;
  }

  /** Steps over the opening bracket or a comma, or over the closing bracket, and answers whether it was that. */
  #endsWith(bracket: '}' | ']', isFirst: boolean): boolean {
    if (isFirst) this.#at++;
    this.#skipBlank();
    if (this.#text[this.#at] === bracket) {
      this.#at++;
      return true;
    }
    if (isFirst) return false;
    if (this.#text[this.#at] !== ',') throw this.#flaw(`A comma or ${bracket} is missing.`);
    this.#at++;
    this.#skipBlank();
    if (this.#text[this.#at] === bracket) throw this.#flaw('A comma stands before the end.');
    return false;
  }

  #readString(): string {
    const start = this.#at;
    const text = this.#take(STRING, 'A text in quotation marks is missing.');
    try {
      return JSON.parse(text) as string;
    } catch {
      throw new JsonFlaw(start, 'A text holds a control character or an escape that JSON does not know.');
    }
  }

  #skipBlank(): void {
    BLANK.lastIndex = this.#at;
    BLANK.test(this.#text);
    this.#at = BLANK.lastIndex;
  }

  #take(pattern: RegExp, problem: string): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw this.#flaw(problem);
    this.#at += found.length;
    return found;
  }

  #flaw(problem: string): JsonFlaw {
    return new JsonFlaw(this.#at, problem);
  }
}

function keyOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n|\r|\n/).length;
}
