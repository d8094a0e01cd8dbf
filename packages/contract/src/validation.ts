import * as z from 'zod/mini';
import {
  clientIdSchema,
  instantSchema,
  keyEnvironmentSchema,
  keyIdSchema,
  limitsSchema,
  principalSchema,
  roleSchema,
  scopeSchema,
  sessionIdSchema,
  tierSchema,
} from './vocabulary.ts';

/** A random id that a client makes once per installation; it names no person. */
const installIdSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 letters, digits, "_" or "-"'));

/** The request of `POST auth/validate`. An empty body means an empty object. */
export const validateRequestSchema = z.strictObject({
  /** Binds the receipt to one installation. */
  install_id: z.optional(installIdSchema),
});

/** Who a valid credential speaks for, and what it allows. Exactly one of `key` and `session` is not null. */
export const identitySchema = z.object({
  /** The API key that was presented. */
  key: z.nullable(z.object({ id: keyIdSchema, name: z.string(), env: keyEnvironmentSchema })),
  /** The sign-in whose access token was presented. */
  session: z.nullable(z.object({ id: sessionIdSchema, client_id: clientIdSchema, client_name: z.string() })),
  principal: principalSchema,
  tier: tierSchema,
  role: roleSchema,
  scopes: z.array(scopeSchema),
  limits: z.object(limitsSchema.shape),
  /** When the key or the sign-in ends; null when it does not. */
  expires_at: z.nullable(instantSchema),
});
export type WireIdentity = z.infer<typeof identitySchema>;

/** The answer of `POST auth/validate`: there is none for a credential that is not valid, only a problem. */
export const validateAnswerSchema = z.object({
  valid: z.literal(true),
  ...identitySchema.shape,
  /** True when the store was out of reach and the verdict comes from the cache (15 minutes at most). */
  degraded: z.boolean(),
  /** Signed proof of this verdict for use offline: a compact JWS, see `receiptClaimsSchema`. */
  receipt: z.string(),
  receipt_expires_at: instantSchema,
});
export type WireValidateAnswer = z.infer<typeof validateAnswerSchema>;

/** The answer of `GET me`. */
export const meAnswerSchema = z.object({ ...identitySchema.shape, degraded: z.boolean() });
