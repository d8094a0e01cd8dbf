import type { JsonObject } from '../words/tool.ts';

/** Checks a value. Answers what is wrong with it, in the words of the schema's engine, or undefined. */
export type SchemaCheck = (value: unknown) => string | undefined;

/** Makes a check of a JSON Schema 2020-12. Throws what its engine throws for a schema that it cannot take. */
export type SchemaCompiler = (schema: JsonObject) => SchemaCheck;
