import * as z from 'zod/mini';
import { pageOf, pageQueryShape } from './page.ts';
import {
  instantSchema,
  keyEnvironmentSchema,
  keyIdSchema,
  keyStatusSchema,
  label,
  limitsSchema,
  metadataSchema,
  principalSchema,
  roleSchema,
  scopesSchema,
  tierSchema,
} from './vocabulary.ts';

/** Longest overlap of a rotation: 30 days, in seconds. */
export const MAX_OVERLAP_SECONDS = 30 * 24 * 60 * 60;

/** A key as administrators see it. The key's text is not part of it: it is answered once, when it is made. */
export const keySchema = z.object({
  id: keyIdSchema,
  /** `issued` by this gateway, or `imported` from another system by its hash. */
  kind: z.enum(['issued', 'imported']),
  /** What may be shown to tell keys apart: `wg_live_` and the id, or the prefix of an imported shape. */
  hint: z.string(),
  name: z.string(),
  env: keyEnvironmentSchema,
  owner: principalSchema,
  tier: tierSchema,
  role: roleSchema,
  scopes: z.array(z.string()),
  limits: z.object(limitsSchema.shape),
  metadata: metadataSchema,
  status: keyStatusSchema,
  created_at: instantSchema,
  /** Id of the key that made it, or `bootstrap`. */
  created_by: z.string(),
  expires_at: z.nullable(instantSchema),
  suspended_at: z.nullable(instantSchema),
  suspended_reason: z.nullable(z.string()),
  revoked_at: z.nullable(instantSchema),
  revoked_by: z.nullable(z.string()),
  revoked_reason: z.nullable(z.string()),
  /** The key that this one replaces, and the one that replaces it. */
  rotated_from: z.nullable(keyIdSchema),
  rotated_to: z.nullable(keyIdSchema),
  /** Written in batches: up to a minute late. */
  last_used_at: z.nullable(instantSchema),
  last_used_ip: z.nullable(z.string()),
  usage_count: z.int(),
});
export type WireKey = z.infer<typeof keySchema>;

const ownerRequestSchema = z.strictObject({
  id: label(255),
  email: z.optional(z.nullable(z.email().check(z.maxLength(255)))),
  name: z.optional(z.nullable(label(255))),
});

/** What may be said of a key when it is made and changed later. */
const editableShape = {
  name: label(100),
  owner: ownerRequestSchema,
  tier: tierSchema,
  role: roleSchema,
  scopes: scopesSchema,
  /** Null: the limits of the tier. */
  limits: z.nullable(limitsSchema),
  /** Null: never. */
  expires_at: z.nullable(instantSchema),
  metadata: metadataSchema,
};

const optionalShape = {
  /** Default `free`. */
  tier: z.optional(editableShape.tier),
  /** Default `user`. */
  role: z.optional(editableShape.role),
  /** Default none. */
  scopes: z.optional(editableShape.scopes),
  limits: z.optional(editableShape.limits),
  expires_at: z.optional(editableShape.expires_at),
  metadata: z.optional(editableShape.metadata),
};

export const createKeyRequestSchema = z.strictObject({
  name: editableShape.name,
  owner: editableShape.owner,
  /** Default `live`. */
  env: z.optional(keyEnvironmentSchema),
  ...optionalShape,
});

export const importKeyRequestSchema = z.strictObject({
  name: editableShape.name,
  owner: editableShape.owner,
  /** Name of a registered foreign shape. */
  shape: label(40),
  /** SHA-256 of the whole foreign key, in hexadecimal. */
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')),
  ...optionalShape,
});

/** Members that are left out stay as they are. */
export const editKeyRequestSchema = z
  .strictObject({ name: z.optional(editableShape.name), owner: z.optional(editableShape.owner), ...optionalShape })
  .check(z.refine((change) => Object.keys(change).length > 0, 'must change at least one member'));

export const suspendKeyRequestSchema = z.strictObject({ reason: z.optional(label(500)) });
export const resumeKeyRequestSchema = z.strictObject({});
export const revokeKeyRequestSchema = z.strictObject({ reason: label(500) });
export const rotateKeyRequestSchema = z.strictObject({
  /** How long the old key still works beside the new one. 0 to 2,592,000 (30 days); default 0. */
  overlap_seconds: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_OVERLAP_SECONDS))),
});

export const listKeysQuerySchema = z.strictObject({
  ...pageQueryShape,
  status: z.optional(keyStatusSchema),
  env: z.optional(keyEnvironmentSchema),
  tier: z.optional(tierSchema),
  role: z.optional(roleSchema),
  /** The exact id of an owner. */
  owner: z.optional(label(255)),
  /** Part of a name, in any case. */
  name: z.optional(label(100)),
});

/** A new key with its text, which is shown this once and stored nowhere. */
export const keyWithSecretSchema = z.object({ key: keySchema, api_key: z.string() });
export const keyAnswerSchema = z.object({ key: keySchema });
export const keyPageSchema = pageOf(keySchema);
export const keyParamsSchema = z.strictObject({ id: keyIdSchema });
