// A pin is what callers rely on, written out. Red means: decide. Nothing here is computed from the sources.
import * as contract from '@wicketgate/contract';
import * as openapi from '@wicketgate/contract/openapi';
import { describe, expect, it } from 'vitest';

describe('pinned for good', () => {
  it('the endpoints', () => {
    expect(
      contract.endpointList.map(
        ({ name, method, path, status, access }) => `${name} ${method} ${path} ${status} ${access}`,
      ),
    ).toEqual([
      'system.health GET /health 200 public',
      'system.apiHealth GET /api/v1/health 200 public',
      'system.ready GET /ready 200 public',
      'system.jwks GET /.well-known/jwks.json 200 public',
      'auth.validate POST /api/v1/auth/validate 200 key',
      'auth.me GET /api/v1/me 200 key',
      'auth.usage GET /api/v1/usage 200 key',
      'keys.create POST /admin/api/keys 201 admin',
      'keys.import POST /admin/api/keys/import 201 admin',
      'keys.list GET /admin/api/keys 200 viewer',
      'keys.show GET /admin/api/keys/{id} 200 viewer',
      'keys.edit PATCH /admin/api/keys/{id} 200 admin',
      'keys.suspend POST /admin/api/keys/{id}/suspend 200 admin',
      'keys.resume POST /admin/api/keys/{id}/resume 200 admin',
      'keys.revoke POST /admin/api/keys/{id}/revoke 200 admin',
      'keys.rotate POST /admin/api/keys/{id}/rotate 201 admin',
      'sessions.list GET /admin/api/sessions 200 viewer',
      'sessions.show GET /admin/api/sessions/{id} 200 viewer',
      'sessions.revoke POST /admin/api/sessions/{id}/revoke 200 admin',
      'sessions.revokeAll POST /admin/api/sessions/revoke 200 admin',
    ]);
    expect(
      contract.oauthEndpointList.map(({ name, method, path, access }) => `${name} ${method} ${path} ${access}`),
    ).toEqual([
      'oauth.metadata GET /.well-known/oauth-authorization-server public',
      'oauth.resourceMetadata GET /.well-known/oauth-protected-resource public',
      'oauth.mcpResourceMetadata GET /.well-known/oauth-protected-resource/mcp public',
      'oauth.deviceCode POST /api/v1/auth/device/code public',
      'oauth.token POST /api/v1/auth/token public',
      'oauth.deviceToken POST /api/v1/auth/device/token public',
      'oauth.refresh POST /api/v1/auth/token/refresh public',
      'oauth.revoke POST /api/v1/auth/revoke public',
      'oauth.introspect POST /api/v1/auth/introspect credential',
    ]);
  });

  it('the error codes and their statuses', () => {
    const statuses = Object.fromEntries(Object.entries(contract.ERRORS).map(([code, { status }]) => [code, status]));
    expect(statuses).toEqual({
      missing_credentials: 401,
      unsupported_scheme: 401,
      malformed_key: 401,
      unknown_key: 401,
      key_suspended: 401,
      key_revoked: 401,
      key_expired: 401,
      unknown_token: 401,
      token_expired: 401,
      session_ended: 401,
      invalid_dpop_proof: 401,
      forbidden: 403,
      origin_not_allowed: 403,
      not_found: 404,
      method_not_allowed: 405,
      request_timeout: 408,
      conflict: 409,
      body_too_large: 413,
      uri_too_long: 414,
      unsupported_media_type: 415,
      malformed_request: 400,
      malformed_body: 400,
      invalid_field: 400,
      unknown_field: 400,
      too_many_requests: 429,
      headers_too_large: 431,
      internal_error: 500,
      unavailable: 503,
    });
    expect([...contract.ERROR_CODES].sort()).toEqual(Object.keys(statuses).sort());
  });

  it('the form of keys', () => {
    expect(contract.keyPattern().source).toBe('wg_(?:live|test)_[0-9A-Za-z]{48}');
    expect(contract.DEFAULT_BRAND).toBe('wg');
    expect(contract.KEY_ENVIRONMENTS).toEqual(['live', 'test']);
    expect(contract.MAX_CREDENTIAL_LENGTH).toBe(512);
    // Keys in the field carry this checksum.
    expect(contract.parseApiKey(`wg_live_${'0'.repeat(42)}0mDs39`)).toEqual({
      ok: true,
      key: { brand: 'wg', env: 'live', id: '0000000000' },
    });
  });

  it('the vocabulary', () => {
    expect(contract.TIERS).toEqual(['free', 'pro', 'enterprise']);
    expect(contract.ROLES).toEqual(['user', 'viewer', 'admin']);
    expect(contract.KEY_STATUSES).toEqual(['active', 'suspended', 'revoked', 'expired']);
    expect(contract.SESSION_STATUSES).toEqual(['active', 'expired', 'revoked']);
  });

  it('types and limits', () => {
    expect(contract.PROBLEM_MEDIA_TYPE).toBe('application/problem+json');
    expect(contract.RECEIPT_TYPE).toBe('wicketgate-receipt+jws');
    expect(contract.ACCESS_TOKEN_TYPE).toBe('at+jwt');
    expect(contract.MAX_ACCESS_TOKEN_LENGTH).toBe(4_096);
    expect(contract.USER_CODE_ALPHABET).toBe('BCDFGHJKLMNPQRSTVWXZ');
    expect(contract.USER_CODE_LENGTH).toBe(8);
    expect(contract.DEFAULT_RECEIPT_TTL_SECONDS).toBe(259_200);
    expect(contract.MAX_OVERLAP_SECONDS).toBe(2_592_000);
    expect(contract.DEFAULT_PAGE_SIZE).toBe(50);
    expect(contract.MAX_PAGE_SIZE).toBe(200);
    expect(contract.REQUEST_LIMITS).toEqual({
      bodyBytes: 65_536,
      uriBytes: 8_192,
      headerBytes: 16_384,
      jsonDepth: 32,
    });
  });

  it('the paths and words of OAuth', () => {
    expect(contract.OAUTH_PATHS).toEqual({
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
    });
    expect(contract.GRANT_TYPES).toEqual({
      authorizationCode: 'authorization_code',
      refreshToken: 'refresh_token',
      deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
      tokenExchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
    });
    expect(contract.TOKEN_TYPES).toEqual({
      accessToken: 'urn:ietf:params:oauth:token-type:access_token',
      idToken: 'urn:ietf:params:oauth:token-type:id_token',
      jwt: 'urn:ietf:params:oauth:token-type:jwt',
    });
    expect(contract.CLIENT_IDS).toEqual({ cli: 'wicketgate-cli', vscode: 'wicketgate-vscode' });
  });

  it('the errors of OAuth and their statuses', () => {
    const { server_error, temporarily_unavailable, invalid_client, ...others } = contract.OAUTH_ERRORS;
    expect([server_error, temporarily_unavailable, invalid_client]).toEqual([500, 503, 401]);
    expect(Object.keys(others).sort()).toEqual([
      'access_denied',
      'authorization_pending',
      'expired_token',
      'invalid_dpop_proof',
      'invalid_grant',
      'invalid_request',
      'invalid_scope',
      'invalid_target',
      'slow_down',
      'unauthorized_client',
      'unsupported_grant_type',
    ]);
    expect(new Set(Object.values(others))).toEqual(new Set([400]));
  });

  it('the names of the main entry', () => {
    expect(Object.keys(contract).sort()).toEqual([
      'ACCESS_TOKEN_TYPE',
      'CLIENT_IDS',
      'DEFAULT_BRAND',
      'DEFAULT_PAGE_SIZE',
      'DEFAULT_RECEIPT_TTL_SECONDS',
      'ERRORS',
      'ERROR_CODES',
      'GRANT_TYPES',
      'KEY_ENVIRONMENTS',
      'KEY_STATUSES',
      'MAX_ACCESS_TOKEN_LENGTH',
      'MAX_CREDENTIAL_LENGTH',
      'MAX_OVERLAP_SECONDS',
      'MAX_PAGE_SIZE',
      'MAX_WIRE_NAME_LENGTH',
      'OAUTH_ERRORS',
      'OAUTH_PATHS',
      'PROBLEM_MEDIA_TYPE',
      'RECEIPT_TYPE',
      'REQUEST_LIMITS',
      'ROLES',
      'SESSION_STATUSES',
      'TIERS',
      'TOKEN_TYPES',
      'USER_CODE_ALPHABET',
      'USER_CODE_LENGTH',
      'assertBrand',
      'claimsBrand',
      'clientIdSchema',
      'codeOfStatus',
      'compileToolPattern',
      'deviceCodeAnswerSchema',
      'deviceCodeRequestSchema',
      'endpointList',
      'endpoints',
      'errorsOf',
      'formatUserCode',
      'fromWire',
      'introspectionAnswerSchema',
      'jwksSchema',
      'keyPattern',
      'looksLikeAccessToken',
      'maskApiKey',
      'mintApiKey',
      'mintKeyId',
      'mintUserCode',
      'oauthEndpointList',
      'oauthEndpoints',
      'oauthErrorSchema',
      'parseApiKey',
      'parseToolId',
      'parseUserCode',
      'problemOf',
      'problemSchema',
      'publicJwkSchema',
      'randomBase62',
      'receiptClaimsSchema',
      'receiptHeaderSchema',
      'resourceMetadataSchema',
      'scopesSchema',
      'serverMetadataSchema',
      'toWire',
      'tokenAnswerSchema',
      'tokenOnlyRequestSchema',
      'tokenRequestSchema',
      'toolId',
      'toolWireName',
    ]);
  });

  it('the names of the entry ./openapi', () => {
    expect(Object.keys(openapi)).toEqual(['openApiDocument']);
  });
});
