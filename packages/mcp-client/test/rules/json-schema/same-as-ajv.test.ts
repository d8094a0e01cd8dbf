import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemaCheck } from '../../../src/rules/json-schema/schema-check.ts';
import type { JsonObject } from '../../../src/words/tool.ts';

const name = fc.constantFrom('a', 'b', 'c');
const scalar = fc.constantFrom<unknown>(null, true, 0, 1, 2, 1.5, -1, '', 'a', 'ab', 'abc');
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const count = fc.nat({ max: 3 });
const type = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');

const { schema } = fc.letrec<{ schema: unknown; schemas: unknown[]; table: unknown }>((tie) => ({
  schemas: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }),
  table: fc.dictionary(name, tie('schema'), { maxKeys: 2, noNullPrototype: true }),
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.boolean(),
    fc.record({ type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })) }),
    fc.record({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }) }),
    fc.record({ const: value }),
    fc.record(
      { minimum: count, exclusiveMaximum: count, multipleOf: fc.constantFrom(1, 2, 0.5) },
      { requiredKeys: [] },
    ),
    fc.record(
      { minLength: count, maxLength: count, pattern: fc.constantFrom('^a', 'b$', '^[abc]{2}$') },
      { requiredKeys: [] },
    ),
    fc.record(
      { prefixItems: tie('schemas'), items: tie('schema'), minItems: count, maxItems: count },
      { requiredKeys: [] },
    ),
    fc.record({ contains: tie('schema'), minContains: count, maxContains: count }, { requiredKeys: ['contains'] }),
    fc.record({ uniqueItems: fc.boolean() }),
    fc.record(
      {
        properties: tie('table'),
        patternProperties: fc.record({ '^[ab]$': tie('schema') }),
        additionalProperties: tie('schema'),
        required: fc.uniqueArray(name, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    fc.record({ propertyNames: tie('schema'), minProperties: count, maxProperties: count }, { requiredKeys: [] }),
    fc.record(
      { dependentRequired: fc.record({ a: fc.constant(['b']) }), dependentSchemas: tie('table') },
      { requiredKeys: [] },
    ),
    fc.record({ allOf: tie('schemas'), anyOf: tie('schemas'), oneOf: tie('schemas') }, { requiredKeys: [] }),
    fc.record({ not: tie('schema') }),
    fc.record({ if: tie('schema'), then: tie('schema'), else: tie('schema') }, { requiredKeys: ['if'] }),
    fc.record({ $ref: fc.constantFrom('#/$defs/a', '#/$defs/b') }),
  ),
}));
/** What is referred to refers to nothing, so that every check ends in AJV too. */
const document = fc.record({
  inner: schema,
  $defs: fc.constant({ a: { type: 'object' }, b: { minLength: 2, type: 'string' } }),
});

it('a check finds what AJV finds, for every keyword that is known', () => {
  fc.assert(
    fc.property(document, value, ({ inner, $defs }, of) => {
      const whole = { allOf: [inner], $defs } as JsonObject;
      const { valid } = new AjvJsonSchemaValidator().getValidator(whole)(of);
      expect(schemaCheck(whole)(of)).toMatchObject({
        flaw: valid ? undefined : (expect.any(String) as string),
        unchecked: [],
      });
    }),
    { numRuns: 300 },
  );
});
