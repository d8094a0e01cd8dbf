import { Secret } from '@wicketgate/core';
import * as z from 'zod/mini';

/** A sign-in at the authorization server of an MCP server, as it is kept. */
export interface TokenRecord {
  /** Who gave the tokens, and what they may be shown to besides the MCP server (RFC 8414). */
  readonly issuer: string;
  /** Where the metadata of the issuer is looked for. */
  readonly authorizationServer: string;
  readonly clientId: string;
  /** For servers that register clients with a secret. */
  readonly clientSecret: Secret | undefined;
  /** What the tokens are for (RFC 8707), as the server spells it. */
  readonly resource: string | undefined;
  readonly accessToken: Secret;
  readonly refreshToken: Secret | undefined;
  /** Granted, or asked for where the answer named none (RFC 6749 section 5.1). Parted by spaces. */
  readonly scope: string | undefined;
  /** Milliseconds since 1970, both. */
  readonly givenAt: number;
  readonly expiresAt: number | undefined;
  /** Names the sign-in; a refresh keeps it. */
  readonly signIn: string;
  /** Counts the refreshes of a sign-in. */
  readonly generation: number;
}

const text = z.string().check(z.minLength(1));
const schema = z.object({
  v: z.literal(1),
  issuer: text,
  authorizationServer: text,
  clientId: text,
  clientSecret: z.optional(z.string()),
  resource: z.optional(z.string()),
  accessToken: text,
  refreshToken: z.optional(text),
  scope: z.optional(z.string()),
  givenAt: z.number(),
  expiresAt: z.optional(z.number()),
  signIn: text,
  generation: z.number(),
});

/** One line of JSON. */
export function tokenRecordText(record: TokenRecord): Secret {
  const { accessToken, refreshToken, clientSecret, ...rest } = record;
  const secrets = { accessToken: accessToken.reveal(), refreshToken: refreshToken?.reveal() };
  return new Secret(JSON.stringify({ v: 1, ...rest, ...secrets, clientSecret: clientSecret?.reveal() }));
}

/** Undefined for anything that `tokenRecordText` would not write. */
export function parseTokenRecord(record: Secret): TokenRecord | undefined {
  const read = schema.safeParse(jsonOf(record));
  if (!read.success) return undefined;
  const { accessToken, refreshToken, clientSecret, resource, scope, expiresAt, ...rest } = read.data;
  return {
    ...{ issuer: rest.issuer, authorizationServer: rest.authorizationServer, clientId: rest.clientId },
    ...{ resource, scope, givenAt: rest.givenAt, expiresAt, signIn: rest.signIn, generation: rest.generation },
    accessToken: new Secret(accessToken),
    refreshToken: refreshToken === undefined ? undefined : new Secret(refreshToken),
    clientSecret: clientSecret === undefined ? undefined : new Secret(clientSecret),
  };
}

/** Whether a record is a later form of another: one that could not be stored yet counts before what is stored. */
export function isLaterForm(record: TokenRecord, than: TokenRecord): boolean {
  return record.signIn === than.signIn && record.generation > than.generation;
}

/** The message of JSON.parse repeats what it could not read. */
export function jsonOf(secret: Secret): unknown {
  try {
    return JSON.parse(secret.reveal());
  } catch {
    return undefined;
  }
}
