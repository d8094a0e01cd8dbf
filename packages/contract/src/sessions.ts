import * as z from 'zod/mini';
import { pageOf, pageQueryShape } from './page.ts';
import {
  clientIdSchema,
  instantSchema,
  label,
  principalSchema,
  roleSchema,
  SESSION_SOURCES,
  SESSION_STATUSES,
  sessionIdSchema,
  tierSchema,
} from './vocabulary.ts';

const reasonSchema = label(500);

/** A sign-in as administrators see it. No token is part of it. */
export const sessionSchema = z.object({
  id: sessionIdSchema,
  principal: principalSchema,
  tier: tierSchema,
  role: roleSchema,
  scopes: z.array(z.string()),
  client_id: clientIdSchema,
  client_name: z.string(),
  /** How the person proved who they are, and by what: the id of a provider, of a key, or the name of a rule. */
  source: z.enum(SESSION_SOURCES),
  source_id: z.string(),
  status: z.enum(SESSION_STATUSES),
  created_at: instantSchema,
  created_ip: z.nullable(z.string()),
  /** When tokens were given last, and to which address. */
  refreshed_at: instantSchema,
  refreshed_ip: z.nullable(z.string()),
  /** When it ends unless it is refreshed, and when it ends whatever happens. */
  expires_at: instantSchema,
  ends_at: instantSchema,
  /** When it was last made sure that the person may still come in. */
  checked_at: instantSchema,
  /** Whether its tokens are bound to a key (RFC 9449). */
  dpop: z.boolean(),
  revoked_at: z.nullable(instantSchema),
  /** Id of the key or session that did it, `self` or `gateway`. */
  revoked_by: z.nullable(z.string()),
  revoked_reason: z.nullable(z.string()),
});
export type WireSession = z.infer<typeof sessionSchema>;

export const sessionParamsSchema = z.strictObject({ id: sessionIdSchema });
export const sessionAnswerSchema = z.object({ session: sessionSchema });
export const sessionPageSchema = pageOf(sessionSchema);

export const listSessionsQuerySchema = z.strictObject({
  ...pageQueryShape,
  status: z.optional(z.enum(SESSION_STATUSES)),
  /** The exact id of a principal. */
  principal: z.optional(label(255)),
  client: z.optional(clientIdSchema),
});

export const revokeSessionRequestSchema = z.strictObject({ reason: reasonSchema });

/** All sessions of one principal, or of everybody: then `all` must be written out. */
export const revokeSessionsRequestSchema = z
  .strictObject({
    principal: z.optional(label(255)),
    all: z.optional(z.literal(true)),
    reason: reasonSchema,
  })
  .check(
    z.refine(({ principal, all }) => (principal === undefined) !== (all === undefined), 'must name principal or all'),
  );

/** How many sessions were ended. */
export const revokeSessionsAnswerSchema = z.object({ revoked: z.int() });
