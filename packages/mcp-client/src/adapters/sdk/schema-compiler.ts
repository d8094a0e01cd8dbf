import { fromJsonSchema } from '@modelcontextprotocol/client';
import { DefaultJsonSchemaValidator } from '@modelcontextprotocol/client/_shims';
import type { SchemaCompiler } from '../../ports/schema-compiler.ts';

/**
 * The SDK's engine for the runtime: one that compiles on Node, one that interprets on Workers, where nothing may be compiled. A new
 * one for each schema: in a shared one the `$id` of one server's schema stands for that of all others, and none is ever let go.
 */
export const sdkSchemaCompiler: SchemaCompiler = (schema) => {
  const { validate } = fromJsonSchema(schema, new DefaultJsonSchemaValidator())['~standard'];
  return (value) => {
    const checked = validate(value);
    if (checked instanceof Promise) return 'The check did not end at once.';
    return checked.issues === undefined ? undefined : checked.issues.map(({ message }) => message).join('; ');
  };
};
