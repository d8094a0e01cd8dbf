import type { UncheckedPart } from '../../words/tool-client.ts';
import type { JsonObject } from '../../words/tool.ts';
import { type CompiledSchema, compileSchema } from './compile-schema.ts';
import { UnusableSchema } from './keyword.ts';
import { OutOfBounds, Run } from './run.ts';
import { outOfBounds } from './schema-bounds.ts';

/** How a value does against a schema. */
export interface Verdict {
  /** What is wrong with it, in a sentence that holds names of the schema; undefined when nothing was found. */
  readonly flaw: string | undefined;
  /** Parts of the schema that it was not held against. */
  readonly unchecked: readonly UncheckedPart[];
}

/** Parts that are told of one schema. */
const MAX_PARTS = 20;

/**
 * Makes a check of a JSON Schema 2020-12, or of one back to draft 6, that ends in bounded time, whatever the schema and the value:
 * what is too much is not checked, and is named. A schema with a reference that leads nowhere fits no value.
 */
export function schemaCheck(schema: JsonObject): (value: unknown) => Verdict {
  const bound = outOfBounds(schema);
  if (bound !== undefined) return () => ({ flaw: undefined, unchecked: [{ at: '#', reason: bound }] });
  const compiled = compiledOrFlaw(schema);
  if (typeof compiled === 'string') return () => ({ flaw: compiled, unchecked: [] });
  const unchecked = compiled.unchecked.slice(0, MAX_PARTS).map(({ at, reason }) => ({ at: at.write(), reason }));
  return (value) => judge(compiled, value, unchecked);
}

function compiledOrFlaw(schema: JsonObject): CompiledSchema | string {
  try {
    return compileSchema(schema);
  } catch (error) {
    if (error instanceof UnusableSchema) return error.message;
    throw error;
  }
}

function judge({ check }: CompiledSchema, value: unknown, unchecked: readonly UncheckedPart[]): Verdict {
  const run = new Run();
  try {
    return { flaw: run.descend(check, value) ? undefined : `It does not fit ${run.flaw.write()}.`, unchecked };
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error;
    return { flaw: undefined, unchecked: [{ at: '#', reason: error.reason }] };
  }
}
