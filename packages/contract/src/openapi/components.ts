import * as z from 'zod/mini';
import { healthSchema, readySchema } from '../health.ts';
import {
  createKeyRequestSchema,
  editKeyRequestSchema,
  importKeyRequestSchema,
  keyAnswerSchema,
  keyPageSchema,
  keySchema,
  keyWithSecretSchema,
  resumeKeyRequestSchema,
  revokeKeyRequestSchema,
  rotateKeyRequestSchema,
  suspendKeyRequestSchema,
} from '../keys.ts';
import {
  deviceCodeAnswerSchema,
  deviceCodeRequestSchema,
  deviceTokenRequestSchema,
  introspectionAnswerSchema,
  oauthErrorSchema,
  refreshRequestSchema,
  resourceMetadataSchema,
  serverMetadataSchema,
  tokenAnswerSchema,
  tokenOnlyRequestSchema,
  tokenRequestSchema,
} from '../oauth.ts';
import { problemSchema } from '../problem.ts';
import { jwksSchema } from '../receipt.ts';
import {
  revokeSessionRequestSchema,
  revokeSessionsAnswerSchema,
  revokeSessionsRequestSchema,
  sessionAnswerSchema,
  sessionPageSchema,
  sessionSchema,
} from '../sessions.ts';
import { usageAnswerSchema } from '../usage.ts';
import { meAnswerSchema, validateAnswerSchema, validateRequestSchema } from '../validation.ts';
import { MEMBER_DESCRIPTIONS } from './descriptions.ts';

/** A JSON Schema of the dialect of OpenAPI 3.1 (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Every body and answer under the name that the document gives it. */
export const NAMED_SCHEMAS = {
  CreateKeyRequest: createKeyRequestSchema,
  DeviceCodeAnswer: deviceCodeAnswerSchema,
  DeviceCodeRequest: deviceCodeRequestSchema,
  DeviceTokenRequest: deviceTokenRequestSchema,
  EditKeyRequest: editKeyRequestSchema,
  Health: healthSchema,
  ImportKeyRequest: importKeyRequestSchema,
  IntrospectionAnswer: introspectionAnswerSchema,
  Jwks: jwksSchema,
  Key: keySchema,
  KeyAnswer: keyAnswerSchema,
  KeyPage: keyPageSchema,
  KeyWithSecret: keyWithSecretSchema,
  MeAnswer: meAnswerSchema,
  OAuthError: oauthErrorSchema,
  PresentedToken: tokenOnlyRequestSchema,
  Problem: problemSchema,
  Ready: readySchema,
  RefreshRequest: refreshRequestSchema,
  ResourceMetadata: resourceMetadataSchema,
  ResumeKeyRequest: resumeKeyRequestSchema,
  RevokeKeyRequest: revokeKeyRequestSchema,
  RevokeSessionRequest: revokeSessionRequestSchema,
  RevokeSessionsAnswer: revokeSessionsAnswerSchema,
  RevokeSessionsRequest: revokeSessionsRequestSchema,
  RotateKeyRequest: rotateKeyRequestSchema,
  ServerMetadata: serverMetadataSchema,
  Session: sessionSchema,
  SessionAnswer: sessionAnswerSchema,
  SessionPage: sessionPageSchema,
  SuspendKeyRequest: suspendKeyRequestSchema,
  TokenAnswer: tokenAnswerSchema,
  TokenRequest: tokenRequestSchema,
  UsageAnswer: usageAnswerSchema,
  ValidateAnswer: validateAnswerSchema,
  ValidateRequest: validateRequestSchema,
} as const satisfies Record<string, z.ZodMiniType>;

export type SchemaName = keyof typeof NAMED_SCHEMAS;

const refOf = (name: string) => `#/components/schemas/${name}`;

/** A reference to the component of a schema. Throws for a schema that has no name in the document. */
export function schemaRef(schema: z.ZodMiniType): { readonly $ref: string } {
  const found = Object.entries(NAMED_SCHEMAS).find(([, named]) => named === schema);
  if (!found) throw new TypeError('A body or an answer of the endpoint table has no name in NAMED_SCHEMAS.');
  return { $ref: refOf(found[0]) };
}

/** All named schemas as JSON Schemas, each with references to the others. */
export function componentSchemas(): Readonly<Record<SchemaName, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED_SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: refOf, override: tidy });
  const named = Object.entries(schemas).map(([name, schema]) => [name, describe(name, strip(schema))] as const);
  return Object.fromEntries(named) as Record<SchemaName, JsonSchema>;
}

/** One schema on its own, for a parameter. */
export function jsonSchemaOf(schema: z.ZodMiniType): JsonSchema {
  return strip(z.toJSONSchema(schema, { io: 'input', override: tidy }));
}

/** Leaves out what a format says already, and the bounds of JavaScript's integers. */
function tidy({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema['format'] !== undefined) delete jsonSchema['pattern'];
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum'];
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum'];
}

/** The document has one dialect and its own addresses. */
function strip(schema: object): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !['$schema', '$id', '~standard'].includes(name)));
}

function describe(name: string, schema: JsonSchema): JsonSchema {
  const properties = schema['properties'] as Readonly<Record<string, object>> | undefined;
  if (!properties) return schema;
  const described = Object.entries(properties).map(([member, value]) => {
    const description = MEMBER_DESCRIPTIONS[`${name}.${member}`] ?? MEMBER_DESCRIPTIONS[member];
    return [member, description === undefined ? value : { ...value, description }];
  });
  return { ...schema, properties: Object.fromEntries(described) as Record<string, object> };
}
