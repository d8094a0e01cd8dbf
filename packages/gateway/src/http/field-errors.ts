import type { FieldError } from '@wicketgate/contract';
import type * as z from 'zod/mini';
import { wordsOf } from '../domain/issue-words.ts';
import { Refused } from '../domain/refusal.ts';

/** Parses the members of a request, or refuses with every member that is wrong. */
export function parseFields<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { error: wordsOf });
  if (result.success) return result.data;
  const { issues } = result.error;
  const unknown = issues.some((issue) => issue.code === 'unrecognized_keys');
  throw new Refused({ reason: unknown ? 'unknown_fields' : 'invalid_fields', errors: issues.flatMap(toFieldErrors) });
}

/** A refused member by its dotted path. */
export function fieldError(path: readonly PropertyKey[], message: string): FieldError {
  return { field: path.map(String).join('.'), message };
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [fieldError(issue.path, issue.message)];
  return issue.keys.map((key) => fieldError([...issue.path, key], 'is not known here'));
}
