// Everything named here is public and pinned by test/pins.test.ts.
export { looksLikeAccessToken, MAX_ACCESS_TOKEN_LENGTH } from './access-token-text.ts';
export { type RandomBytes, randomBase62 } from './base62.ts';
export { type Access, type AnswerOf, type Endpoint, type RequestOf } from './endpoint.ts';
export { endpointList, endpoints, errorsOf } from './endpoints.ts';
export { codeOfStatus, ERROR_CODES, type ErrorCode, ERRORS } from './errors.ts';
export {
  assertBrand,
  claimsBrand,
  DEFAULT_BRAND,
  KEY_ENVIRONMENTS,
  type KeyEnvironment,
  type KeyFlaw,
  keyPattern,
  type KeyParse,
  maskApiKey,
  MAX_CREDENTIAL_LENGTH,
  mintApiKey,
  mintKeyId,
  type MintOptions,
  parseApiKey,
  type ParsedKey,
} from './key-format.ts';
export { MAX_OVERLAP_SECONDS, type WireKey } from './keys.ts';
export {
  ACCESS_TOKEN_TYPE,
  CLIENT_IDS,
  deviceCodeAnswerSchema,
  deviceCodeRequestSchema,
  GRANT_TYPES,
  introspectionAnswerSchema,
  OAUTH_ERRORS,
  OAUTH_PATHS,
  type OAuthErrorCode,
  oauthErrorSchema,
  resourceMetadataSchema,
  serverMetadataSchema,
  TOKEN_TYPES,
  tokenAnswerSchema,
  tokenOnlyRequestSchema,
  tokenRequestSchema,
  type WireDeviceCode,
  type WireIntrospection,
  type WireOAuthError,
  type WireResourceMetadata,
  type WireServerMetadata,
  type WireTokenAnswer,
  type WireTokenRequest,
} from './oauth.ts';
export { type OAuthEndpoint, oauthEndpointList, oauthEndpoints } from './oauth-endpoints.ts';
export { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './page.ts';
export {
  type FieldError,
  type Problem,
  PROBLEM_MEDIA_TYPE,
  type ProblemDetails,
  problemOf,
  problemSchema,
} from './problem.ts';
export {
  DEFAULT_RECEIPT_TTL_SECONDS,
  jwksSchema,
  type PublicJwk,
  publicJwkSchema,
  RECEIPT_TYPE,
  receiptClaimsSchema,
  receiptHeaderSchema,
  type WireReceiptClaims,
} from './receipt.ts';
export { type WireSession } from './sessions.ts';
export { MAX_WIRE_NAME_LENGTH, parseToolId, toolId, toolWireName } from './tool-names.ts';
export { compileToolPattern, type ToolMatcher } from './tool-pattern.ts';
export { formatUserCode, mintUserCode, parseUserCode, USER_CODE_ALPHABET, USER_CODE_LENGTH } from './user-code.ts';
export { type WireIdentity, type WireValidateAnswer } from './validation.ts';
export {
  clientIdSchema,
  KEY_STATUSES,
  type KeyStatus,
  type Role,
  ROLES,
  scopesSchema,
  SESSION_STATUSES,
  type SessionStatus,
  type Tier,
  TIERS,
  type WireLimits,
} from './vocabulary.ts';
export { REQUEST_LIMITS } from './request-limits.ts';
export { type FromWire, fromWire, toWire } from './wire-case.ts';
