import { claimsBrand, DEFAULT_BRAND } from '@wicketgate/contract';
import * as z from 'zod/mini';
import { compileShapePattern, type ShapePattern } from './shape-pattern.ts';

/** What keys of another system look like, so that whatever looks like none of them is refused without I/O. */
export interface ForeignShape {
  readonly name: string;
  readonly prefix: string;
  /** As it was written: what stands behind the prefix, to the end. */
  readonly pattern: string;
  /** Whether a text is the prefix with what the pattern wants behind it. */
  matches(text: string): boolean;
}

const shapesSchema = z
  .array(
    z.strictObject({
      name: z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9, "_" and "-"')),
      prefix: z
        .string()
        .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._~-]{1,39}$/, 'must be 2 to 40 of A-Z, a-z, 0-9 and ._~-')),
      pattern: z.string(),
    }),
  )
  .check(z.maxLength(50));
type ShapeText = z.infer<typeof shapesSchema>[number];

/**
 * Reads the registered shapes from JSON: an array of `{name, prefix, pattern}`, 50 at most. The pattern describes what
 * follows the prefix and is written as `compileShapePattern` reads it. Throws a TypeError that names the member.
 */
export function parseShapes(json: string, brand: string = DEFAULT_BRAND): ForeignShape[] {
  const parsed = shapesSchema.safeParse(parseJson(json));
  if (!parsed.success) throw new TypeError(describe(parsed.error.issues));
  const shapes = parsed.data.map(toShape);
  assertShapes(shapes, brand);
  return shapes;
}

/** Refuses shapes that could not be told from each other or from the gateway's own keys. */
export function assertShapes(shapes: readonly ForeignShape[], brand: string): void {
  for (const [at, shape] of shapes.entries()) {
    if (claimsBrand(shape.prefix, brand)) {
      throw new TypeError(`[${at}].prefix must not begin with "${brand}_": such keys are the gateway's own.`);
    }
    const earlier = shapes.slice(0, at);
    if (earlier.some((other) => other.prefix === shape.prefix)) throw new TypeError(`[${at}].prefix is used twice.`);
    if (earlier.some((other) => other.name === shape.name)) throw new TypeError(`[${at}].name is used twice.`);
  }
}

function toShape({ name, prefix, pattern }: ShapeText, at: number): ForeignShape {
  if (pattern.startsWith(prefix)) {
    throw new TypeError(`[${at}].pattern describes what follows the prefix: leave "${prefix}" out of it.`);
  }
  const matchesRest = compile(pattern, at);
  return {
    name,
    prefix,
    pattern,
    matches: (text) => text.startsWith(prefix) && matchesRest(text.slice(prefix.length)),
  };
}

function compile(pattern: string, at: number): ShapePattern {
  try {
    return compileShapePattern(pattern);
  } catch (cause) {
    throw new TypeError(`[${at}].pattern ${cause instanceof Error ? cause.message : 'is not understood'}.`, { cause });
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new TypeError('must be a JSON array of {name, prefix, pattern}.', { cause });
  }
}

function describe(issues: readonly z.core.$ZodIssue[]): string {
  const issue = issues[0];
  if (issue === undefined) return 'must be a JSON array of {name, prefix, pattern}.';
  const path = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${path} ${issue.message}`.trim();
}
