import type * as z from 'zod/mini';
import {
  deviceCodeAnswerSchema,
  deviceCodeRequestSchema,
  deviceTokenRequestSchema,
  introspectionAnswerSchema,
  OAUTH_PATHS,
  type OAuthErrorCode,
  refreshRequestSchema,
  resourceMetadataSchema,
  serverMetadataSchema,
  tokenAnswerSchema,
  tokenOnlyRequestSchema,
  tokenRequestSchema,
} from './oauth.ts';

/** One operation of the authorization server. It takes forms as well as JSON, and refuses in the words of OAuth. */
export interface OAuthEndpoint {
  /** Unique, dotted: `oauth.token`. The `operationId` of the OpenAPI document. */
  readonly name: `oauth.${string}`;
  readonly method: 'GET' | 'POST';
  /** From the base URL. */
  readonly path: `/${string}`;
  /** `credential`: wants an API key or an access token beside the parameters. */
  readonly access: 'public' | 'credential';
  readonly summary: string;
  readonly body: z.ZodMiniType | undefined;
  /** Undefined: the status says all. */
  readonly answer: z.ZodMiniType | undefined;
  readonly errors: readonly OAuthErrorCode[];
}

/** What any endpoint that reads parameters may refuse with. */
const POSTED = ['invalid_request', 'server_error', 'temporarily_unavailable'] as const;
const APPLICATION = ['invalid_client', 'invalid_target'] as const;
const DEVICE = ['authorization_pending', 'slow_down', 'access_denied', 'expired_token'] as const;
const GRANT = [...POSTED, ...APPLICATION, 'invalid_grant', 'invalid_dpop_proof'] as const;

/** The endpoints of the authorization server that programs call. Those that people see are pages, and not part of it. */
export const oauthEndpoints = {
  metadata: {
    name: 'oauth.metadata',
    method: 'GET',
    path: OAUTH_PATHS.metadata,
    access: 'public',
    summary: 'Tells what the authorization server is and where it answers (RFC 8414).',
    body: undefined,
    answer: serverMetadataSchema,
    errors: [],
  },
  resourceMetadata: {
    name: 'oauth.resourceMetadata',
    method: 'GET',
    path: OAUTH_PATHS.resourceMetadata,
    access: 'public',
    summary: 'Tells who gives tokens for the API (RFC 9728).',
    body: undefined,
    answer: resourceMetadataSchema,
    errors: [],
  },
  mcpResourceMetadata: {
    name: 'oauth.mcpResourceMetadata',
    method: 'GET',
    path: `${OAUTH_PATHS.resourceMetadata}/mcp`,
    access: 'public',
    summary: 'Tells who gives tokens for the MCP endpoint (RFC 9728).',
    body: undefined,
    answer: resourceMetadataSchema,
    errors: [],
  },
  deviceCode: {
    name: 'oauth.deviceCode',
    method: 'POST',
    path: OAUTH_PATHS.deviceCode,
    access: 'public',
    summary: 'Begins a sign-in on a device: a code for the person, and one to poll with (RFC 8628).',
    body: deviceCodeRequestSchema,
    answer: deviceCodeAnswerSchema,
    errors: [...POSTED, ...APPLICATION, 'invalid_scope', 'invalid_dpop_proof'],
  },
  token: {
    name: 'oauth.token',
    method: 'POST',
    path: OAUTH_PATHS.token,
    access: 'public',
    summary: 'Gives tokens for a device code, an authorization code, a refresh token or the token of a platform.',
    body: tokenRequestSchema,
    answer: tokenAnswerSchema,
    errors: [...GRANT, ...DEVICE, 'unsupported_grant_type', 'unauthorized_client', 'invalid_scope'],
  },
  deviceToken: {
    name: 'oauth.deviceToken',
    method: 'POST',
    path: OAUTH_PATHS.deviceToken,
    access: 'public',
    summary: 'The same as /api/v1/auth/token with the grant type of device codes.',
    body: deviceTokenRequestSchema,
    answer: tokenAnswerSchema,
    errors: [...GRANT, ...DEVICE, 'unsupported_grant_type', 'unauthorized_client', 'invalid_scope'],
  },
  refresh: {
    name: 'oauth.refresh',
    method: 'POST',
    path: OAUTH_PATHS.refresh,
    access: 'public',
    summary: 'The same as /api/v1/auth/token with the grant type refresh_token.',
    body: refreshRequestSchema,
    answer: tokenAnswerSchema,
    errors: [...GRANT, ...DEVICE, 'unsupported_grant_type', 'unauthorized_client', 'invalid_scope'],
  },
  revoke: {
    name: 'oauth.revoke',
    method: 'POST',
    path: OAUTH_PATHS.revoke,
    access: 'public',
    summary:
      "Ends the sign-in of a token: signs out (RFC 7009). A token that is none is no error, another client's is one.",
    body: tokenOnlyRequestSchema,
    answer: undefined,
    errors: [...POSTED, 'invalid_client', 'invalid_grant'],
  },
  introspect: {
    name: 'oauth.introspect',
    method: 'POST',
    path: OAUTH_PATHS.introspect,
    access: 'credential',
    summary: 'Tells what a token is worth: their own to people, any to administrators (RFC 7662).',
    body: tokenOnlyRequestSchema,
    answer: introspectionAnswerSchema,
    errors: POSTED,
  },
} as const satisfies Readonly<Record<string, OAuthEndpoint>>;

/** The table as a list. */
export const oauthEndpointList: readonly OAuthEndpoint[] = Object.values(oauthEndpoints);
