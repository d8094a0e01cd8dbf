import { fromJsonSchema } from '@modelcontextprotocol/client';
import type { SchemaCompiler } from '../../ports/schema-compiler.ts';

/** The SDK's engine for the runtime: one that compiles on Node, one that interprets on Workers, where nothing may be compiled. */
export const sdkSchemaCompiler: SchemaCompiler = (schema) => {
  const { validate } = fromJsonSchema(schema)['~standard'];
  return (value) => {
    const checked = validate(value);
    if (checked instanceof Promise) return 'The check did not end at once.';
    return checked.issues === undefined ? undefined : checked.issues.map(({ message }) => message).join('; ');
  };
};
