import { isLoopbackHost } from '@wicketgate/core';
import * as z from 'zod/mini';
import type { ProjectDocument } from '../words/project-document.ts';

/** Where editors find the schema. */
export const PROJECT_SCHEMA_ID =
  'https://github.com/wicketgate/wicketgate/raw/main/packages/secrets/secrets.schema.json';

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/;
/**
 * One line without controls and without marks that turn text around: it is shown in terminals. Written so that it means
 * the same with and without the flag `u`, which validators of JSON Schema set or not.
 */
const LINE = new RegExp(String.raw`^[^\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+$`);
/** An address is shown as it stands, and what it does not hold cannot mislead anybody: hosts in other scripts are punycode. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
const HEADER_VALUE = /^[\x20-\x7e]{1,200}$/;
const ADDRESS = 'https, or http on loopback.';

const name = z.string().check(z.regex(NAME));
const line = (most: number) => z.string().check(z.minLength(1), z.maxLength(most), z.regex(LINE));
const address = z
  .string()
  .check(
    z.maxLength(2_048),
    z.regex(VISIBLE_ASCII),
    z.refine(isSafeAddress, { error: `must be ${ADDRESS} No user, password or fragment` }),
  );

const presentSchema = z.union([
  z.literal('bearer'),
  z.literal('basic'),
  z.strictObject({
    header: z.string().check(z.regex(HEADER_NAME), z.describe('The header that holds the value.')),
    prefix: z.exactOptional(z.string().check(z.regex(HEADER_VALUE), z.describe('What stands before the value there.'))),
  }),
]);

const probeSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  url: address.check(z.describe(`Where the request goes: ${ADDRESS}`)),
  present: presentSchema.check(
    z.describe('How the value is presented: as bearer token, as user name of basic authentication, or in a header.'),
  ),
  headers: z.exactOptional(
    z
      .record(z.string().check(z.regex(HEADER_NAME)), z.string().check(z.regex(HEADER_VALUE)))
      .check(z.describe('Further headers, none of them secret.')),
  ),
  scopesHeader: z.exactOptional(
    z.string().check(z.regex(HEADER_NAME), z.describe('The header of the answer that lists scopes.')),
  ),
});

const commandSchema = z
  .tuple([line(1_024)], line(1_024))
  .check(
    z.maxLength(33),
    z.describe(
      'A program that prints the value on one line, and its arguments. No shell reads them. Needs your consent.',
    ),
  );

const secretSchema = z.strictObject({
  name: name.check(z.describe('The name under which it is asked for, and the variable that holds it.')),
  aliases: z.exactOptional(
    z.array(name).check(z.maxLength(16), z.describe('Other names under which people keep it, the best first.')),
  ),
  purpose: z.exactOptional(line(200).check(z.describe('What it is for, in half a sentence.'))),
  url: z.exactOptional(address.check(z.describe(`The page where it is made: ${ADDRESS}`))),
  scopes: z.exactOptional(
    z
      .array(z.string().check(z.regex(/^[\x21-\x7e]{1,100}$/)))
      .check(z.maxLength(32), z.describe('What the page must be told to allow, no more than is needed.')),
  ),
  pattern: z.exactOptional(
    z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(200),
        z.describe('A regular expression that the whole value matches. A mismatch is a warning.'),
      ),
  ),
  example: z.exactOptional(line(200).check(z.describe('What such a value looks like. No value that works.'))),
  required: z.exactOptional(z.boolean().check(z.describe('Whether nothing works without it. Default true.'))),
  rotationDays: z.exactOptional(
    z.int().check(z.minimum(1), z.maximum(3_650), z.describe('Days after which it should be replaced.')),
  ),
  probe: z.exactOptional(
    probeSchema.check(z.describe('A request that tells whether the value works. Needs your consent.')),
  ),
  command: z.exactOptional(commandSchema),
  default: z.exactOptional(
    line(4_096).check(
      z.describe('Used when nobody has a value: for what is no secret everywhere. Needs your consent.'),
    ),
  ),
  generate: z.exactOptional(
    z
      .strictObject({
        bytes: z.int().check(z.minimum(16), z.maximum(1_024), z.describe('Bytes of randomness.')),
        encoding: z.enum(['base64url', 'hex']),
      })
      .check(z.describe('How a new random value is made.')),
  ),
});

/** `wicketgate.secrets.json`, version 1. */
export const projectSchema: z.ZodMiniType<ProjectDocument> = z.strictObject({
  $schema: z.exactOptional(z.string().check(z.maxLength(2_048))),
  version: z.literal(1).check(z.describe('The version of this format.')),
  secrets: z
    .array(secretSchema)
    .check(
      z.maxLength(200),
      z.describe('The secrets that the project needs, in the order in which they are asked for.'),
    ),
});

/** The schema as JSON Schema, draft 2020-12: what `secrets.schema.json` holds. */
export function projectJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(projectSchema, { target: 'draft-2020-12', io: 'input' });
  const title = 'wicketgate.secrets.json';
  const description = 'The secrets that a project needs: what they are for and where they are made. It holds no value.';
  return { $schema, $id: PROJECT_SCHEMA_ID, title, description, ...rest };
}

function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}
