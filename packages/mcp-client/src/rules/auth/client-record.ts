import { Secret } from '@wicketgate/core';
import * as z from 'zod/mini';
import { jsonOf } from './token-record.ts';

/** Who this client is at one authorization server. */
export interface Client {
  /** Client identifiers are those of one server, and mean nothing at another (RFC 6749 section 2.2). */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
}

/** A client that registered itself (RFC 7591), as it is kept. */
export interface ClientRecord extends Client {
  /** The registered redirect address, or `device`. No port of this machine is part of it. */
  readonly purpose: string;
  /** Milliseconds since 1970; undefined for never. */
  readonly secretExpiresAt: number | undefined;
}

const schema = z.object({
  v: z.literal(1),
  issuer: z.string(),
  clientId: z.string().check(z.minLength(1)),
  clientSecret: z.optional(z.string()),
  purpose: z.string(),
  secretExpiresAt: z.optional(z.number()),
});

/** One line of JSON. */
export function clientRecordText({ clientSecret, ...rest }: ClientRecord): Secret {
  return new Secret(JSON.stringify({ v: 1, ...rest, clientSecret: clientSecret?.reveal() }));
}

/** Undefined for anything that `clientRecordText` would not write, for another issuer's, and for one that is over. */
export function parseClientRecord(
  record: Secret,
  { issuer, now }: { readonly issuer: string; readonly now: number },
): ClientRecord | undefined {
  const read = schema.safeParse(jsonOf(record));
  if (!read.success || read.data.issuer !== issuer) return undefined;
  const { clientId, clientSecret, purpose, secretExpiresAt } = read.data;
  if (secretExpiresAt !== undefined && secretExpiresAt <= now) return undefined;
  const secret = clientSecret === undefined ? undefined : new Secret(clientSecret);
  return { issuer, clientId, clientSecret: secret, purpose, secretExpiresAt };
}
