import {
  type Access,
  deviceCodeRequestSchema,
  GRANT_TYPES,
  OAUTH_PATHS,
  tokenOnlyRequestSchema,
  tokenRequestSchema,
  type WireDeviceCode,
  type WireTokenAnswer,
} from '@wicketgate/contract';
import type { Logger } from '@wicketgate/core';
import type { Context, MiddlewareHandler } from 'hono';
import * as z from 'zod/mini';
import type { Limits } from '../../domain/key-record.ts';
import { OAuthRefused } from '../../domain/oauth-refused.ts';
import { Refused } from '../../domain/refusal.ts';
import type { OAuthClient } from '../../domain/sign-in-config.ts';
import type { Limiter } from '../../ports/limiter.ts';
import type { Asking } from '../../services/asking.ts';
import type { DeviceGrants } from '../../services/device-grants.ts';
import type { ProofCheck } from '../../services/dpop.ts';
import type { Introspection } from '../../services/introspection.ts';
import type { Revocation } from '../../services/revocation.ts';
import {
  clientOf,
  type Granted,
  requireAudience,
  requireScopes,
  type TokenGrants,
} from '../../services/token-grants.ts';
import { addressGroup } from '../client-address.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import type { Mounting } from '../mount.ts';
import { answerOAuth, answerOAuthError } from '../oauth-answer.ts';
import { readOAuthBody } from '../oauth-body.ts';
import { readClientId } from '../oauth-client.ts';

export interface OAuthParts {
  readonly publicUrl: string;
  readonly clients: readonly OAuthClient[];
  readonly limiter: Limiter;
  readonly logger: Logger;
  readonly guards: (access: Access) => readonly MiddlewareHandler<GatewayEnv>[];
  /** Claims proofs in the store: a proof of the token endpoint gives tokens by itself. */
  readonly proofs: ProofCheck;
  readonly devices: Pick<DeviceGrants, 'begin'>;
  readonly grants: TokenGrants;
  readonly revocation: Revocation;
  readonly introspection: Introspection;
}

/** How often an address may ask, whatever the answer is. */
const DEVICE_LIMITS: Limits = { requests: 30, windowSeconds: 60, burst: 30 };
const TOKEN_LIMITS: Limits = { requests: 120, windowSeconds: 60, burst: 120 };

/** A `dpop_jkt` as the device authorization takes it, as the authorization endpoint does (RFC 9449 section 10). */
const deviceSchema = z.extend(z.partial(deviceCodeRequestSchema), {
  dpop_jkt: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))),
});

/** The endpoints that clients post to: a form or JSON alike, errors as RFC 6749 section 5.2 has them. */
export function mountOAuth({ form }: Mounting, parts: OAuthParts): void {
  const answered = (act: Act): MiddlewareHandler<GatewayEnv> => {
    return async (c) => {
      try {
        return answerOAuth(c, await act(c));
      } catch (error) {
        return answerOAuthError(c, error, parts.logger);
      }
    };
  };
  const limited = (name: string, limits: Limits, act: Act): MiddlewareHandler<GatewayEnv> => {
    return answered(async (c) => {
      await hold(parts.limiter, { bucket: `${name}:${addressGroup(c.get('address'))}`, limits, now: c.get('now') });
      return act(c);
    });
  };

  form(
    OAUTH_PATHS.deviceCode,
    limited('oauth-device', DEVICE_LIMITS, (c) => beginDevice(parts, c)),
  );
  for (const [path, defaults] of TOKEN_PATHS) {
    form(
      path,
      limited('oauth-token', TOKEN_LIMITS, (c) => giveTokens(parts, c, { path, defaults })),
    );
  }
  form(
    OAUTH_PATHS.revoke,
    limited('oauth-token', TOKEN_LIMITS, (c) => revoke(parts, c)),
  );
  form(
    OAUTH_PATHS.introspect,
    ...parts.guards('key'),
    answered((c) => introspect(parts, c)),
  );
}

type Act = (c: Context<GatewayEnv>) => Promise<object>;

/** The token endpoint, and its names for one grant each. */
const TOKEN_PATHS: readonly (readonly [path: string, defaults: Readonly<Record<string, string>>])[] = [
  [OAUTH_PATHS.token, {}],
  [OAUTH_PATHS.deviceToken, { grant_type: GRANT_TYPES.deviceCode }],
  [OAUTH_PATHS.refresh, { grant_type: GRANT_TYPES.refreshToken }],
];

async function hold(
  limiter: Limiter,
  { bucket, limits, now }: { readonly bucket: string; readonly limits: Limits; readonly now: number },
): Promise<void> {
  const { allowed, retryAfterSeconds } = await limiter.take(bucket, limits, now);
  if (!allowed) throw new Refused({ reason: 'throttled', retryAfterSeconds: Math.max(1, retryAfterSeconds) });
}

async function beginDevice(parts: OAuthParts, c: Context<GatewayEnv>): Promise<WireDeviceCode> {
  const { clients, publicUrl, devices } = parts;
  const [request, now] = [c.req.raw, c.get('now')];
  const body = await readOAuthBody(request, deviceSchema);
  const client = clientOf(clients, requireClientId(request.headers, body.clientId));
  const device = {
    ...{ client, requestedScopes: requireScopes(body.scope), audience: requireAudience(body.resource, publicUrl) },
    ...{ dpopJkt: body.dpopJkt ?? null, address: c.get('address') },
  };
  const { deviceCode, userCode, expiresAt, interval } = await devices.begin(device, now);
  const verificationUri = publicUrl + OAUTH_PATHS.activate;
  return {
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: verificationUri,
    verification_uri_complete: `${verificationUri}?user_code=${userCode}`,
    expires_in: wholeSeconds(expiresAt - now),
    interval,
  };
}

interface TokenPath {
  readonly path: string;
  readonly defaults: Readonly<Record<string, string>>;
}

async function giveTokens(
  parts: OAuthParts,
  c: Context<GatewayEnv>,
  { path, defaults }: TokenPath,
): Promise<WireTokenAnswer> {
  const { headers } = c.req.raw;
  const asking = askingOf(c);
  const body = await readOAuthBody(c.req.raw, tokenRequestSchema, defaults);
  const clientId = readClientId(headers, body.clientId);
  // RFC 6749 section 3.2.1. A workload is no client, and the names for one grant take it from the grant.
  if (path === OAUTH_PATHS.token && body.grantType !== GRANT_TYPES.tokenExchange) requireClientId(headers, clientId);
  const jkt = await proveKey(parts.proofs, { path, header: headers.get('dpop') }, asking.now);
  return toWire(await parts.grants.exchange({ ...body, clientId, jkt }, asking), asking.now);
}

function toWire(granted: Granted, now: number): WireTokenAnswer {
  const { session, accessToken, accessExpiresAt, refreshToken, scopes, issuedTokenType } = granted;
  return {
    access_token: accessToken,
    token_type: session.dpopJkt === null ? 'Bearer' : 'DPoP',
    // Rounded down: whoever counts by it never sends a token that is over.
    expires_in: Math.max(0, Math.floor((accessExpiresAt - now) / 1_000)),
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    scope: scopes.join(' '),
    ...(issuedTokenType !== undefined && { issued_token_type: issuedTokenType }),
  };
}

/** The key of a `DPoP` header; null without one. */
async function proveKey(
  proofs: ProofCheck,
  { path, header }: { readonly path: string; readonly header: string | null },
  now: number,
): Promise<string | null> {
  if (header === null) return null;
  const proof = await proofs.check({ method: 'POST', path, header }, now);
  if ('problem' in proof) throw new OAuthRefused('invalid_dpop_proof', proof.problem);
  return proof.jkt;
}

async function revoke({ revocation }: OAuthParts, c: Context<GatewayEnv>): Promise<object> {
  const { token, clientId } = await readOAuthBody(c.req.raw, tokenOnlyRequestSchema);
  await revocation.revoke({ token, clientId: readClientId(c.req.raw.headers, clientId) }, askingOf(c));
  return {};
}

async function introspect({ introspection }: OAuthParts, c: Context<GatewayEnv>): Promise<object> {
  const { token } = await readOAuthBody(c.req.raw, tokenOnlyRequestSchema);
  const caller = c.get('caller');
  if (caller === undefined) throw new TypeError('introspect stands behind authenticate.');
  return introspection.introspect(token, caller, c.get('now'));
}

function requireClientId(headers: Headers, inBody: string | undefined): string {
  const id = readClientId(headers, inBody);
  if (id === undefined) throw new OAuthRefused('invalid_request', 'client_id is missing.');
  return id;
}

function askingOf(c: Context<GatewayEnv>): Asking {
  return { address: c.get('address'), requestId: c.get('requestId'), now: c.get('now') };
}

/** Rounded up: an instant that lies a moment before a whole second is reached within it. */
function wholeSeconds(milliseconds: number): number {
  return Math.max(0, Math.ceil(milliseconds / 1_000));
}
