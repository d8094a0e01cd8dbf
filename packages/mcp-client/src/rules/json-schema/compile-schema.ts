import type { UncheckedPart } from '../../words/tool-client.ts';
import type { JsonObject } from '../../words/tool.ts';
import { isJsonObject } from '../json-object.ts';
import { ARRAY_KEYWORDS } from './array-keywords.ts';
import { COMBINING_KEYWORDS } from './combining-keywords.ts';
import { type Meaning, UnusableSchema } from './keyword.ts';
import { OBJECT_KEYWORDS } from './object-keywords.ts';
import { compilePattern, type Matcher } from './pattern.ts';
import { Pointer } from './pointer.ts';
import { References } from './references.ts';
import type { Check, Run } from './run.ts';
import { SCALAR_KEYWORDS } from './scalar-keywords.ts';

/** A schema that values can be held against. */
export interface CompiledSchema {
  readonly check: Check;
  /** Its parts that no value is held against. */
  readonly unchecked: readonly Unchecked[];
}

interface Unchecked extends Pick<UncheckedPart, 'reason'> {
  readonly at: Pointer;
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...SCALAR_KEYWORDS,
  ...ARRAY_KEYWORDS,
  ...OBJECT_KEYWORDS,
  ...COMBINING_KEYWORDS,
]);
/** Of one schema; more are not matched. */
const MAX_PATTERNS = 100;
/** Of them together: a class of characters takes the language far longer to read than to write. */
const MAX_PATTERN_CHARACTERS = 10_000;
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
  #patternCharacters = 0;
  readonly #unchecked: Unchecked[] = [];
  /** What references lead to is taken in turn: a chain of them may be longer than the stack. */
  readonly #waiting: { readonly schema: JsonObject; readonly at: Pointer }[] = [];

  constructor(root: JsonObject) {
    this.#root = root;
    this.#references = new References(root);
  }

  compile(): CompiledSchema {
    const check = this.#object(this.#root, new Pointer('#'));
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      this.#object(next.schema, next.at);
    }
    return { check, unchecked: this.#unchecked };
  }

  #schema(schema: unknown, at: Pointer): Check | undefined {
    if (typeof schema === 'boolean') return schema ? () => true : (_, run) => run.fail(at);
    return isJsonObject(schema) ? this.#object(schema, at) : undefined;
  }

  #object(schema: JsonObject, at: Pointer): Check {
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

  #keyword(schema: JsonObject, name: string, schemaAt: Pointer): Check | undefined {
    const at = schemaAt.to([name]);
    const skipped = (reason: 'keyword' | 'pattern', ...tokens: readonly string[]) => this.#skip(at.to(tokens), reason);
    if (UNKNOWN.includes(name)) return skipped('keyword');
    const check = MEANINGS.get(name)?.({
      ...{ value: schema[name], schema, at, skipped },
      beside: (other) => this.#schema(schema[other], schemaAt.to([other])),
      inner: (inner, ...tokens) => this.#schema(inner, at.to(tokens)),
      referred: (reference) => this.#referred(reference, schema, at),
      matcher: (pattern) => this.#matcher(pattern),
    });
    return check === undefined && MEANINGS.has(name) ? skipped('keyword') : check;
  }

  #referred(reference: string, from: JsonObject, at: Pointer): Check | undefined {
    const target = this.#references.find(reference, from);
    if (target === undefined) throw new UnusableSchema('A reference of the schema leads nowhere.');
    if (target === 'elsewhere') return undefined;
    if (typeof target === 'boolean') return this.#schema(target, at);
    const written = reference.startsWith('#/') ? new URL(reference, 'schema:/').hash : undefined;
    this.#waiting.push({ schema: target, at: written === undefined ? at : new Pointer(written) });
    return (value, run) => run.descend(this.#checks.get(target) ?? NEVER_REACHED, value);
  }

  #matcher(pattern: string): Matcher | undefined {
    const known = this.#matchers.get(pattern);
    if (known !== undefined || this.#matchers.size === MAX_PATTERNS) return known;
    if (this.#patternCharacters + pattern.length > MAX_PATTERN_CHARACTERS) return undefined;
    this.#patternCharacters += pattern.length;
    const made = compilePattern(pattern);
    this.#matchers.set(pattern, made);
    return made;
  }

  #skip(at: Pointer, reason: UncheckedPart['reason']): Check {
    this.#unchecked.push({ at, reason });
    return (_, run) => run.skip();
  }
}

/** Every reference is compiled before the first value comes. */
const NEVER_REACHED: Check = () => true;
