import { GRANT_TYPES, OAUTH_PATHS, type WireResourceMetadata, type WireServerMetadata } from '@wicketgate/contract';

/** RFC 8414 section 2, of what the fake has. */
export function serverMetadata(issuer: string): WireServerMetadata {
  const { authorizationCode, refreshToken, deviceCode } = GRANT_TYPES;
  return {
    issuer,
    authorization_endpoint: issuer + OAUTH_PATHS.authorize,
    token_endpoint: issuer + OAUTH_PATHS.token,
    device_authorization_endpoint: issuer + OAUTH_PATHS.deviceCode,
    revocation_endpoint: issuer + OAUTH_PATHS.revoke,
    introspection_endpoint: issuer + OAUTH_PATHS.introspect,
    jwks_uri: issuer + OAUTH_PATHS.jwks,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: [authorizationCode, refreshToken, deviceCode],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    introspection_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: [],
    authorization_response_iss_parameter_supported: true,
  };
}

/** RFC 9728 section 2. */
export function resourceMetadata(issuer: string, resource: string): WireResourceMetadata {
  return {
    resource,
    authorization_servers: [issuer],
    bearer_methods_supported: ['header'],
    resource_name: 'Wicketgate',
    dpop_signing_alg_values_supported: [],
    dpop_bound_access_tokens_required: false,
  };
}
