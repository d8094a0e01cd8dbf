import * as z from 'zod/mini';

/** Where the authorization server answers, from the base URL. The last two are the plan's names for one grant each. */
export const OAUTH_PATHS = {
  authorize: '/authorize',
  activate: '/activate',
  callback: '/signin/callback',
  deviceCode: '/api/v1/auth/device/code',
  token: '/api/v1/auth/token',
  revoke: '/api/v1/auth/revoke',
  introspect: '/api/v1/auth/introspect',
  metadata: '/.well-known/oauth-authorization-server',
  resourceMetadata: '/.well-known/oauth-protected-resource',
  jwks: '/.well-known/jwks.json',
  deviceToken: '/api/v1/auth/device/token',
  refresh: '/api/v1/auth/token/refresh',
} as const;

/** Grant types (RFC 6749 sections 4.1.3 and 6, RFC 8628 section 3.4, RFC 8693 section 2.1). */
export const GRANT_TYPES = {
  authorizationCode: 'authorization_code',
  refreshToken: 'refresh_token',
  deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
  tokenExchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
} as const;

/** Token type identifiers (RFC 8693 section 3). */
export const TOKEN_TYPES = {
  accessToken: 'urn:ietf:params:oauth:token-type:access_token',
  idToken: 'urn:ietf:params:oauth:token-type:id_token',
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
} as const;

/** `typ` of an access token's header (RFC 9068 section 2.1), so that no other token passes for one. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/**
 * Every error of the OAuth endpoints with its status (RFC 6749 section 5.2, RFC 8628 section 3.5, RFC 8707 section 2,
 * RFC 9449 section 5). `temporarily_unavailable` comes with 503, or with 429 to whoever asks too often, and `Retry-After`.
 */
export const OAUTH_ERRORS = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_target: 400,
  authorization_pending: 400,
  slow_down: 400,
  access_denied: 400,
  expired_token: 400,
  invalid_dpop_proof: 400,
  server_error: 500,
  temporarily_unavailable: 503,
} as const;
export type OAuthErrorCode = keyof typeof OAUTH_ERRORS;

/** RFC 6749 section 5.2. */
export const oauthErrorSchema = z.object({
  error: z.string(),
  error_description: z.optional(z.string()),
  error_uri: z.optional(z.string()),
});
export type WireOAuthError = z.infer<typeof oauthErrorSchema>;

/** RFC 8628 section 3.1. Members that are not known are ignored, as RFC 6749 section 3.2 demands of both endpoints. */
export const deviceCodeRequestSchema = z.object({
  client_id: z.string(),
  scope: z.optional(z.string()),
  resource: z.optional(z.string()),
  /** The key that the tokens shall be bound to (RFC 9449 section 10). */
  dpop_jkt: z.optional(z.string()),
});

/** RFC 8628 section 3.2. Durations in seconds. */
export const deviceCodeAnswerSchema = z.object({
  device_code: z.string(),
  /** `BCDF-GHJK`. */
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  expires_in: z.int(),
  interval: z.int(),
});
export type WireDeviceCode = z.infer<typeof deviceCodeAnswerSchema>;

/** What the token endpoint reads, by grant type. */
export const tokenRequestSchema = z.object({
  grant_type: z.string(),
  client_id: z.optional(z.string()),
  device_code: z.optional(z.string()),
  code: z.optional(z.string()),
  redirect_uri: z.optional(z.string()),
  code_verifier: z.optional(z.string()),
  refresh_token: z.optional(z.string()),
  scope: z.optional(z.string()),
  resource: z.optional(z.string()),
  subject_token: z.optional(z.string()),
  subject_token_type: z.optional(z.string()),
  requested_token_type: z.optional(z.string()),
  audience: z.optional(z.string()),
});
export type WireTokenRequest = z.infer<typeof tokenRequestSchema>;

/** What the short name of the device grant reads. */
export const deviceTokenRequestSchema = z.object({
  grant_type: z.optional(z.string()),
  client_id: z.optional(z.string()),
  device_code: z.string(),
});

/** What the short name of the refresh reads. */
export const refreshRequestSchema = z.object({
  grant_type: z.optional(z.string()),
  client_id: z.optional(z.string()),
  refresh_token: z.string(),
});

/** RFC 6749 section 5.1, RFC 8693 section 2.2.1. */
export const tokenAnswerSchema = z.object({
  access_token: z.string(),
  token_type: z.string(),
  /** Seconds. */
  expires_in: z.int(),
  /** Left out where the grant has none. */
  refresh_token: z.optional(z.string()),
  /** What was granted, parted by spaces; empty when nothing that needs a scope. */
  scope: z.optional(z.string()),
  issued_token_type: z.optional(z.string()),
});
export type WireTokenAnswer = z.infer<typeof tokenAnswerSchema>;

/** RFC 7009 section 2.1 and RFC 7662 section 2.1. */
export const tokenOnlyRequestSchema = z.object({
  token: z.string(),
  token_type_hint: z.optional(z.string()),
  client_id: z.optional(z.string()),
});

/** RFC 7662 section 2.2. Of a token that is not active nothing else is told. */
export const introspectionAnswerSchema = z.object({
  active: z.boolean(),
  scope: z.optional(z.string()),
  client_id: z.optional(z.string()),
  username: z.optional(z.string()),
  token_type: z.optional(z.string()),
  exp: z.optional(z.int()),
  iat: z.optional(z.int()),
  sub: z.optional(z.string()),
  aud: z.optional(z.string()),
  iss: z.optional(z.string()),
  jti: z.optional(z.string()),
  sid: z.optional(z.string()),
  /** The key that the token is bound to (RFC 9449 section 6.2). */
  cnf: z.optional(z.object({ jkt: z.string() })),
});
export type WireIntrospection = z.infer<typeof introspectionAnswerSchema>;

/** RFC 8414 section 2, with what RFC 8628, 9207 and 9449 add. */
export const serverMetadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  device_authorization_endpoint: z.string(),
  revocation_endpoint: z.string(),
  introspection_endpoint: z.string(),
  jwks_uri: z.string(),
  response_types_supported: z.array(z.string()),
  response_modes_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  revocation_endpoint_auth_methods_supported: z.array(z.string()),
  introspection_endpoint_auth_methods_supported: z.array(z.string()),
  code_challenge_methods_supported: z.array(z.string()),
  dpop_signing_alg_values_supported: z.array(z.string()),
  authorization_response_iss_parameter_supported: z.boolean(),
  /** Ours: whether tokens are given only to who proves a key (RFC 9449). */
  dpop_required: z.optional(z.boolean()),
});
export type WireServerMetadata = z.infer<typeof serverMetadataSchema>;

/** RFC 9728 section 2. */
export const resourceMetadataSchema = z.object({
  resource: z.string(),
  authorization_servers: z.array(z.string()),
  bearer_methods_supported: z.array(z.string()),
  resource_name: z.string(),
  dpop_signing_alg_values_supported: z.array(z.string()),
  dpop_bound_access_tokens_required: z.boolean(),
});
export type WireResourceMetadata = z.infer<typeof resourceMetadataSchema>;

/** The applications that every gateway knows. */
export const CLIENT_IDS = { cli: 'wicketgate-cli', vscode: 'wicketgate-vscode' } as const;
