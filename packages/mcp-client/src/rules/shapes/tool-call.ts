import type { ModelToolCall } from '../../words/exposed-tool.ts';
import { isJsonObject } from '../json-object.ts';

interface RawCall {
  readonly id: string;
  readonly name: string;
  /** An object, or a text of JSON that holds one. */
  readonly input: unknown;
}

/** A call with arguments that are an object, or with a flaw that the model can mend. No arguments at all are an empty object. */
export function toolCall({ id, name, input }: RawCall): ModelToolCall {
  const parsed = typeof input === 'string' ? parsedJson(input) : (input ?? {});
  if (isJsonObject(parsed)) return { id, name, arguments: parsed, flaw: undefined };
  const flaw =
    parsed === undefined
      ? 'The arguments are not valid JSON. Write them again as one JSON object.'
      : 'The arguments must be a JSON object.';
  return { id, name, arguments: {}, flaw };
}

/** Undefined for what is no JSON. */
function parsedJson(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
