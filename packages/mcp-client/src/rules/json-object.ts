import type { JsonObject } from '../words/tool.ts';

/** Whether a value of JSON is an object. By its shape, not its prototype: it may come from another realm, such as a `vm` context. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
