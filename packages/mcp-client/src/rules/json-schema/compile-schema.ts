import type { UncheckedPart } from '../../words/tool-client.ts';
import type { JsonObject } from '../../words/tool.ts';
import { isJsonObject } from '../json-object.ts';
import { ARRAY_KEYWORDS } from './array-keywords.ts';
import { COMBINING_KEYWORDS } from './combining-keywords.ts';
import { type Meaning, UnusableSchema } from './keyword.ts';
import { OBJECT_KEYWORDS } from './object-keywords.ts';
import { compilePattern, type Matcher } from './pattern.ts';
import { References } from './references.ts';
import type { Check, Run } from './run.ts';
import { SCALAR_KEYWORDS } from './scalar-keywords.ts';

/** A schema that values can be held against. */
export interface CompiledSchema {
  readonly check: Check;
  /** Its parts that no value is held against. */
  readonly unchecked: readonly UncheckedPart[];
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...SCALAR_KEYWORDS,
  ...ARRAY_KEYWORDS,
  ...OBJECT_KEYWORDS,
  ...COMBINING_KEYWORDS,
]);
/** Of one schema; more are not matched. */
const MAX_PATTERNS = 100;
/** They say something of a value, and it is not known here. Whatever else has no meaning is a remark; so is `format` (2020-12, validation, section 7.2.1). */
const UNKNOWN: readonly string[] = ['$dynamicRef', '$recursiveRef', 'unevaluatedItems', 'unevaluatedProperties'];

/** Expects a schema of bounded size and depth. Throws `UnusableSchema` for one with a reference that leads nowhere. */
export function compileSchema(schema: JsonObject): CompiledSchema {
  return new Compiler(schema).compile();
}

class Compiler {
  readonly #root: JsonObject;
  readonly #references: References;
  readonly #checks = new Map<JsonObject, Check>();
  readonly #matchers = new Map<string, Matcher | undefined>();
  readonly #unchecked: UncheckedPart[] = [];
  /** What references lead to is taken in turn: a chain of them may be longer than the stack. */
  readonly #waiting: { readonly schema: JsonObject; readonly at: string }[] = [];

  constructor(root: JsonObject) {
    this.#root = root;
    this.#references = new References(root);
  }

  compile(): CompiledSchema {
    const check = this.#object(this.#root, '#');
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      this.#object(next.schema, next.at);
    }
    return { check, unchecked: this.#unchecked };
  }

  #schema(schema: unknown, at: string): Check | undefined {
    if (typeof schema === 'boolean') return schema ? () => true : (_, run) => run.fail(at);
    return isJsonObject(schema) ? this.#object(schema, at) : undefined;
  }

  #object(schema: JsonObject, at: string): Check {
    const known = this.#checks.get(schema);
    if (known !== undefined) return known;
    const checks: Check[] = [];
    const check = (value: unknown, run: Run) => checks.every((each) => each(value, run));
    this.#checks.set(schema, check);
    for (const name of Object.keys(schema)) {
      const meaning = this.#keyword(schema, name, at);
      if (meaning !== undefined) checks.push(meaning);
    }
    return check;
  }

  #keyword(schema: JsonObject, name: string, schemaAt: string): Check | undefined {
    const at = pointer(schemaAt, [name]);
    const skipped = (reason: 'keyword' | 'pattern', ...tokens: readonly string[]) =>
      this.#skip(pointer(at, tokens), reason);
    if (UNKNOWN.includes(name)) return skipped('keyword');
    const check = MEANINGS.get(name)?.({
      ...{ value: schema[name], schema, at, skipped },
      beside: (other) => this.#schema(schema[other], pointer(schemaAt, [other])),
      inner: (inner, ...tokens) => this.#schema(inner, pointer(at, tokens)),
      referred: (reference) => this.#referred(reference, schema, at),
      matcher: (pattern) => this.#matcher(pattern),
    });
    return check === undefined && MEANINGS.has(name) ? skipped('keyword') : check;
  }

  #referred(reference: string, from: JsonObject, at: string): Check | undefined {
    const target = this.#references.find(reference, from);
    if (target === undefined) throw new UnusableSchema('A reference of the schema leads nowhere.');
    if (target === 'elsewhere') return undefined;
    if (typeof target === 'boolean') return this.#schema(target, at);
    this.#waiting.push({ schema: target, at: reference.startsWith('#/') ? new URL(reference, 'schema:/').hash : at });
    return (value, run) => run.descend(this.#checks.get(target) ?? NEVER_REACHED, value);
  }

  #matcher(pattern: string): Matcher | undefined {
    const known = this.#matchers.get(pattern);
    if (known !== undefined || this.#matchers.size === MAX_PATTERNS) return known;
    const made = compilePattern(pattern);
    this.#matchers.set(pattern, made);
    return made;
  }

  #skip(at: string, reason: UncheckedPart['reason']): Check {
    this.#unchecked.push({ at, reason });
    return (_, run) => run.skip();
  }
}

/** Every reference is compiled before the first value comes. */
const NEVER_REACHED: Check = () => true;

/** A JSON Pointer as a fragment of a URI (RFC 6901, section 6): names that a server chose can then do nothing to a terminal. */
function pointer(at: string, tokens: readonly string[]): string {
  // Half a character cannot be encoded.
  const escaped = tokens.map((token) =>
    token
      .replaceAll('~', '~0')
      .replaceAll('/', '~1')
      .replace(/\p{Cs}/gu, '\ufffd'),
  );
  return [at, ...escaped.map((token) => encodeURIComponent(token).replaceAll('%24', '$'))].join('/');
}
