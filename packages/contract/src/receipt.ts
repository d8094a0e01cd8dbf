import * as z from 'zod/mini';
import { identitySchema } from './validation.ts';

/** `typ` of a receipt's header (RFC 7515 section 4.1.9), so that no other token passes for one. */
export const RECEIPT_TYPE = 'wicketgate-receipt+jws';

/** How long a receipt serves when an operator sets nothing: 72 hours, in seconds. */
export const DEFAULT_RECEIPT_TTL_SECONDS = 72 * 60 * 60;

/** The protected header of a receipt. Ed25519 under its registered name (RFC 8037 section 3.1). */
export const receiptHeaderSchema = z.object({
  alg: z.literal('EdDSA'),
  typ: z.literal(RECEIPT_TYPE),
  kid: z.string(),
  /** There are no critical extensions, and one that is not understood must be refused (RFC 7515 section 4.1.11). */
  crit: z.optional(z.never()),
});

/** Seconds since 1970 (RFC 7519 section 2), up to the last that a `Date` can hold. */
const numericDateSchema = z.int().check(z.minimum(0), z.maximum(8_640_000_000_000));

/** What a receipt says. Times are NumericDates. */
export const receiptClaimsSchema = z.object({
  /** The gateway's public URL. */
  iss: z.string(),
  /** The principal's id. */
  sub: z.string(),
  iat: numericDateSchema,
  /** Never later than the key's own end. */
  exp: numericDateSchema,
  /** base64url of the SHA-256 of the presented key: a receipt proves nothing for another key. */
  key_sha256: z.string(),
  /** The installation that asked, when it said. */
  install_id: z.optional(z.string()),
  identity: identitySchema,
});
export type WireReceiptClaims = z.infer<typeof receiptClaimsSchema>;

/** An Ed25519 public key (RFC 8037 section 2). Clients import only `kty`, `crv` and `x`: runtimes disagree on `alg`. */
export const publicJwkSchema = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  kid: z.string(),
  alg: z.optional(z.string()),
  use: z.optional(z.string()),
});
export type PublicJwk = z.infer<typeof publicJwkSchema>;

/** The answer of `GET /.well-known/jwks.json` (RFC 7517 section 5). */
export const jwksSchema = z.object({ keys: z.array(publicJwkSchema) });
