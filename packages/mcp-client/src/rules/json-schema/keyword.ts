import type { JsonObject } from '../../words/tool.ts';
import type { Matcher } from './pattern.ts';
import type { Pointer } from './pointer.ts';
import type { Check } from './run.ts';

/** A keyword of a schema, and what its meaning needs. */
export interface Keyword {
  readonly value: unknown;
  /** The schema that it stands in: some keywords depend on others. */
  readonly schema: JsonObject;
  /** Where it stands. */
  readonly at: Pointer;
  /** The check of a schema within it, by the tokens that lead there. Undefined for what is no schema. */
  readonly inner: (schema: unknown, ...tokens: readonly string[]) => Check | undefined;
  /** The check of the schema under another keyword beside this one. Undefined for none. */
  readonly beside: (keyword: string) => Check | undefined;
  /** The check of the schema that a reference leads to; undefined for one in another document. Throws `UnusableSchema` for nowhere. */
  readonly referred: (reference: string) => Check | undefined;
  /** Undefined for a pattern that cannot be matched in bounded time. */
  readonly matcher: (pattern: string) => Matcher | undefined;
  /** Reports a part that nothing is held against, and answers the check that stands for it. */
  readonly skipped: (reason: 'keyword' | 'pattern', ...tokens: readonly string[]) => Check;
}

/** The check of a keyword. Undefined where the keyword cannot have its value. */
export type Meaning = (keyword: Keyword) => Check | undefined;

/** A schema that leads nowhere: no value can be held against it. */
export class UnusableSchema extends Error {
  override readonly name = 'UnusableSchema';
}

/** The checks of a list of schemas; undefined where one of them is none. */
export function innerList({ value, inner }: Keyword): readonly Check[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const checks = value.flatMap((schema, at) => inner(schema, String(at)) ?? []);
  return checks.length === value.length ? checks : undefined;
}
