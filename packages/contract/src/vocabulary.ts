import * as z from 'zod/mini';
import { KEY_ENVIRONMENTS } from './key-format.ts';

/** What a principal paid for. */
export const TIERS = ['free', 'pro', 'enterprise'] as const;
export type Tier = (typeof TIERS)[number];

/** What a principal may administer: nothing, look, or change. */
export const ROLES = ['user', 'viewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The states of a key as an administrator sees them; `expired` follows from `expires_at`. */
export const KEY_STATUSES = ['active', 'suspended', 'revoked', 'expired'] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

/** How a sign-in came to be: how its person proved who they are. */
export const SESSION_SOURCES = ['provider', 'key', 'federation'] as const;

/** The states of a sign-in as an administrator sees them; `expired` follows from `expires_at`. */
export const SESSION_STATUSES = ['active', 'expired', 'revoked'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export const tierSchema = z.enum(TIERS);
export const roleSchema = z.enum(ROLES);
export const keyEnvironmentSchema = z.enum(KEY_ENVIRONMENTS);
export const keyStatusSchema = z.enum(KEY_STATUSES);

/** An instant on the wire: RFC 3339, UTC, with `Z`. */
export const instantSchema = z.iso.datetime();

/** The public id of a key: 10 base62 characters. */
export const keyIdSchema = z.string().check(z.regex(/^[0-9A-Za-z]{10}$/, 'must be 10 letters and digits'));

/** The public id of a sign-in: 16 base62 characters. */
export const sessionIdSchema = z.string().check(z.regex(/^[0-9A-Za-z]{16}$/, 'must be 16 letters and digits'));

/** Id of an application that signs people in. */
export const clientIdSchema = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'must be lower-case letters, digits and any of ._- (64 at most)'));

/** A permission in lower case, for instance `releases:read`. 64 characters at most. */
export const scopeSchema = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9_.:-]{0,63}$/, 'must be lower-case letters, digits and any of _.:- (64 at most)'));

/** No more than 50 scopes, each named once. An empty list allows nothing that needs a scope. */
export const scopesSchema = z.array(scopeSchema).check(
  z.maxLength(50),
  z.refine((scopes) => new Set(scopes).size === scopes.length, 'must not name a scope twice'),
);

/** How often a key may call: `requests` per `window_seconds` on average, `burst` at once. */
export const limitsSchema = z.strictObject({
  requests: z.int().check(z.minimum(1), z.maximum(1_000_000)),
  window_seconds: z.int().check(z.minimum(1), z.maximum(86_400)),
  burst: z.int().check(z.minimum(1), z.maximum(1_000_000)),
});
export type WireLimits = z.infer<typeof limitsSchema>;

/** A text for people: 1 to `max` UTF-16 code units, trimmed, without control characters and half surrogate pairs. */
export function label(max: number) {
  return z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    // Control characters would break tables, logs and headers that show the text; half a pair is no UTF-8.
    z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters'),
  );
}

/** Free facts about a key: at most 50 members with plain values and 4,096 characters as JSON. */
export const metadataSchema = z
  .record(
    z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits and any of _.-')),
    z.union([z.string(), z.number(), z.boolean(), z.null()]),
  )
  .check(
    z.refine((facts) => Object.keys(facts).length <= 50, 'must have at most 50 members'),
    z.refine((facts) => JSON.stringify(facts).length <= 4_096, 'must have at most 4,096 characters as JSON'),
  );

/** Who a credential speaks for. */
export const principalSchema = z.object({
  id: z.string(),
  email: z.nullable(z.string()),
  name: z.nullable(z.string()),
});
