import { GRANT_TYPES, OAUTH_PATHS, type WireResourceMetadata, type WireServerMetadata } from '@wicketgate/contract';

export interface MetadataFacts {
  readonly publicUrl: string;
  readonly dpop: 'accepted' | 'required';
  /** Algorithms of the proofs that are taken. */
  readonly proofAlgorithms: readonly string[];
  /** Whether workloads may come in by tokens of their platforms. */
  readonly federation: boolean;
}

/** What the authorization server is (RFC 8414 section 2). It names only what is safe to use. */
export function serverMetadata({ publicUrl, dpop, proofAlgorithms, federation }: MetadataFacts): WireServerMetadata {
  const { authorizationCode, refreshToken, deviceCode, tokenExchange } = GRANT_TYPES;
  return {
    issuer: publicUrl,
    authorization_endpoint: publicUrl + OAUTH_PATHS.authorize,
    token_endpoint: publicUrl + OAUTH_PATHS.token,
    device_authorization_endpoint: publicUrl + OAUTH_PATHS.deviceCode,
    revocation_endpoint: publicUrl + OAUTH_PATHS.revoke,
    introspection_endpoint: publicUrl + OAUTH_PATHS.introspect,
    jwks_uri: publicUrl + OAUTH_PATHS.jwks,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: [authorizationCode, refreshToken, deviceCode, ...(federation ? [tokenExchange] : [])],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    introspection_endpoint_auth_methods_supported: ['Bearer', 'DPoP'],
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: [...proofAlgorithms],
    authorization_response_iss_parameter_supported: true,
    dpop_required: dpop === 'required',
  };
}

/** What a protected resource is: the API, or its MCP endpoint (RFC 9728 section 2). */
export function resourceMetadata(
  resource: string,
  { publicUrl, dpop, proofAlgorithms }: MetadataFacts,
): WireResourceMetadata {
  return {
    resource,
    authorization_servers: [publicUrl],
    bearer_methods_supported: ['header'],
    resource_name: 'Wicketgate',
    dpop_signing_alg_values_supported: [...proofAlgorithms],
    dpop_bound_access_tokens_required: dpop === 'required',
  };
}
