import { type FromWire, GRANT_TYPES, type RandomBytes, TOKEN_TYPES, type WireTokenRequest } from '@wicketgate/contract';
import { audienceOf } from '../domain/audience.ts';
import { OAuthRefused } from '../domain/oauth-refused.ts';
import { ProviderDown } from '../domain/provider-errors.ts';
import { parseScope } from '../domain/scopes.ts';
import type { OAuthClient } from '../domain/sign-in-config.ts';
import type { Identities } from '../ports/identities.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { Asking } from './asking.ts';
import { loneEntry } from './audit-entry.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { DeviceGrants } from './device-grants.ts';
import type { GivenTokens, SessionRequest, SessionService } from './sessions.ts';
import { withStorage } from './storage-refusals.ts';

/** A token request as it was parsed, and the key that it came with a proof of. */
export interface GrantRequest extends FromWire<WireTokenRequest> {
  /** Thumbprint; null without a proof. */
  readonly jkt: string | null;
}

/** Tokens, and for token exchange their type (RFC 8693 section 2.2.1). */
export interface Granted extends GivenTokens {
  readonly issuedTokenType?: string;
}

/** The token endpoint: one way from each grant to tokens. Throws `OAuthRefused`. */
export interface TokenGrants {
  exchange(request: GrantRequest, asking: Asking): Promise<Granted>;
}

export interface TokenGrantsOptions {
  readonly clients: readonly OAuthClient[];
  /** Whether a rule lets workloads in. Without one strangers could only fill the audit trail with refusals. */
  readonly federates: boolean;
  readonly publicUrl: string;
  readonly dpop: 'accepted' | 'required';
  readonly sessions: SessionService;
  readonly devices: Pick<DeviceGrants, 'poll'>;
  readonly codes: Pick<AuthorizationCodes, 'redeem'>;
  readonly identities: Pick<Identities, 'federate'>;
  readonly store: Pick<SignInStore, 'recordAudit'>;
  readonly random: RandomBytes;
}

type Grant = (parts: TokenGrantsOptions, request: GrantRequest, asking: Asking) => Promise<Granted>;

export function createTokenGrants(parts: TokenGrantsOptions): TokenGrants {
  return {
    async exchange(request, asking) {
      const grant = GRANTS.get(request.grantType);
      if (grant === undefined || (grant === federate && !parts.federates)) {
        throw new OAuthRefused('unsupported_grant_type', 'This grant_type is not among grant_types_supported.');
      }
      if (request.clientId !== undefined) clientOf(parts.clients, request.clientId);
      if (parts.dpop === 'required' && request.jkt === null) {
        throw new OAuthRefused('invalid_dpop_proof', 'This server wants a DPoP proof with every token request.');
      }
      return grant(parts, request, asking);
    },
  };
}

/** The client of an id. Throws `OAuthRefused` for one that nobody registered. */
export function clientOf(clients: readonly OAuthClient[], id: string): OAuthClient {
  const client = clients.find((candidate) => candidate.id === id);
  if (client === undefined) throw new OAuthRefused('invalid_client', 'No client has this client_id.');
  return client;
}

/** The audience of a `resource` (RFC 8707 section 2). Throws `OAuthRefused` for somebody else's. */
export function requireAudience(resource: string | undefined, publicUrl: string): string {
  const audience = audienceOf(resource, publicUrl);
  if (audience === undefined)
    throw new OAuthRefused('invalid_target', 'This server issues no tokens for that resource.');
  return audience;
}

/** The scopes that are asked for. Throws `OAuthRefused` for a malformed text. */
export function requireScopes(text: string | undefined): readonly string[] | null {
  const scopes = parseScope(text);
  if (scopes === undefined) throw new OAuthRefused('invalid_scope', 'scope is not a list of scopes parted by spaces.');
  return scopes;
}

const redeemDevice: Grant = async (parts, request, asking) => {
  const deviceCode = required(request.deviceCode, 'device_code');
  const grant = await parts.devices.poll(deviceCode, { clientId: request.clientId, jkt: request.jkt }, asking.now);
  assertSameAudience(request.resource, grant.audience, parts.publicUrl);
  const terms = { ...grant, client: clientOf(parts.clients, grant.clientId), dpopJkt: request.jkt };
  const consumed = { kind: 'device', id: grant.id, revision: grant.revision } as const;
  if (grant.approval === null) throw new TypeError('An approved grant has no approval.');
  const opened = await parts.sessions.open({ terms, approval: grant.approval, consumed }, asking);
  if (opened === 'conflict') throw new OAuthRefused('invalid_grant', 'This device code was used before.');
  return opened;
};

const redeemCode: Grant = async (parts, request, asking) => {
  const redemption = {
    code: required(request.code, 'code'),
    clientId: required(request.clientId, 'client_id'),
    redirectUri: required(request.redirectUri, 'redirect_uri'),
    verifier: required(request.codeVerifier, 'code_verifier'),
    jkt: request.jkt,
  };
  const redeemed = await parts.codes.redeem(redemption, asking.now);
  if (redeemed.kind === 'used') return refuseUsedCode(parts, redeemed.sessionId, asking);
  const { code } = redeemed;
  assertSameAudience(request.resource, code.audience, parts.publicUrl);
  const terms = { ...code, client: clientOf(parts.clients, code.clientId), dpopJkt: request.jkt };
  const consumed = { kind: 'code', digest: code.digest } as const;
  const opened = await parts.sessions.open({ terms, approval: code.approval, consumed }, asking);
  if (opened !== 'conflict') return opened;
  // Somebody else came first with the same code: now it is a used one.
  const again = await parts.codes.redeem(redemption, asking.now);
  if (again.kind === 'used') return refuseUsedCode(parts, again.sessionId, asking);
  throw new OAuthRefused('temporarily_unavailable', 'The sign-in is busy. Try again.', { retryAfterSeconds: 1 });
};

async function refuseUsedCode({ sessions }: TokenGrantsOptions, sessionId: string, asking: Asking): Promise<never> {
  const ending = { action: 'session.reuse', reason: 'authorization code used twice' } as const;
  await sessions.endBy(sessionId, ending, asking);
  throw new OAuthRefused('invalid_grant', 'The code was used before, so the sign-in that it opened was ended.');
}

const refresh: Grant = async (parts, request, asking) => {
  const { clientId, jkt, resource } = request;
  const refreshToken = required(request.refreshToken, 'refresh_token');
  const audience = resource === undefined ? undefined : requireAudience(resource, parts.publicUrl);
  const scopes = requireScopes(request.scope);
  return parts.sessions.refresh({ refreshToken, clientId, jkt, scopes, audience }, asking);
};

const SUBJECT_TYPES: readonly string[] = [TOKEN_TYPES.idToken, TOKEN_TYPES.jwt];

/** RFC 8693 section 2.1. A refused token is `invalid_request` (section 2.2.2). */
const federate: Grant = async (parts, request, asking) => {
  const subjectToken = required(request.subjectToken, 'subject_token');
  if (!SUBJECT_TYPES.includes(required(request.subjectTokenType, 'subject_token_type'))) {
    throw new OAuthRefused('invalid_request', 'subject_token_type must be that of an ID token or a JWT.');
  }
  if ((request.requestedTokenType ?? TOKEN_TYPES.accessToken) !== TOKEN_TYPES.accessToken) {
    throw new OAuthRefused('invalid_request', 'requested_token_type can be that of an access token alone.');
  }
  const [client] = parts.clients;
  const terms = {
    client: request.clientId === undefined && client ? client : clientOf(parts.clients, request.clientId ?? ''),
    requestedScopes: requireScopes(request.scope),
    audience: exchangedAudience(request, parts.publicUrl),
    dpopJkt: request.jkt,
  };
  const { approval, ttlSeconds } = await judge(parts, { subjectToken, clientId: terms.client.id }, asking);
  const opening: SessionRequest = { terms, approval, consumed: { kind: 'nothing' }, federatedSeconds: ttlSeconds };
  const opened = await parts.sessions.open(opening, asking);
  if (opened === 'conflict') throw new TypeError('A session that uses nothing up met a conflict.');
  return { ...opened, issuedTokenType: TOKEN_TYPES.accessToken };
};

/** Both parameters name where the token is for (RFC 8693 section 2.1): neither is passed over for the other. */
function exchangedAudience({ resource, audience }: GrantRequest, publicUrl: string): string {
  const named = requireAudience(resource ?? audience, publicUrl);
  if (requireAudience(audience ?? resource, publicUrl) === named) return named;
  throw new OAuthRefused('invalid_target', 'resource and audience name two places. Ask for one token each.');
}

/** When a workload may come back while its platform's keys cannot be fetched. */
const PLATFORM_RETRY_SECONDS = 10;

async function judge(
  { identities, store, random }: TokenGrantsOptions,
  { subjectToken, clientId }: { readonly subjectToken: string; readonly clientId: string },
  { now, address, requestId }: Asking,
) {
  const judged = await identities.federate(subjectToken, now).catch((cause: unknown) => {
    if (!(cause instanceof ProviderDown)) throw cause;
    const sentence = 'The issuer of the subject_token cannot be asked right now. Try again later.';
    throw new OAuthRefused('temporarily_unavailable', sentence, { retryAfterSeconds: PLATFORM_RETRY_SECONDS, cause });
  });
  if (judged.ok) return judged;
  const actor = { id: 'anonymous', address, requestId };
  const details = { client: clientId, reason: judged.description };
  const entry = loneEntry(random, actor, { at: now, action: 'federation.refused', details });
  await withStorage(() => store.recordAudit(entry));
  throw new OAuthRefused('invalid_request', judged.description);
}

const GRANTS: ReadonlyMap<string, Grant> = new Map([
  [GRANT_TYPES.deviceCode, redeemDevice],
  [GRANT_TYPES.authorizationCode, redeemCode],
  [GRANT_TYPES.refreshToken, refresh],
  [GRANT_TYPES.tokenExchange, federate],
]);

/** RFC 8707 section 2.2: the token endpoint gives no more than what was approved. */
function assertSameAudience(resource: string | undefined, audience: string, publicUrl: string): void {
  if (resource === undefined || requireAudience(resource, publicUrl) === audience) return;
  throw new OAuthRefused('invalid_target', 'resource is not the one that was approved.');
}

function required(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new OAuthRefused('invalid_request', `${name} is missing.`);
}
