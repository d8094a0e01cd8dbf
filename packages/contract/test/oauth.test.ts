import {
  deviceCodeAnswerSchema,
  deviceCodeRequestSchema,
  introspectionAnswerSchema,
  oauthErrorSchema,
  serverMetadataSchema,
  tokenAnswerSchema,
  tokenRequestSchema,
} from '@wicketgate/contract';
import { cases } from './schema-cases.ts';

const DEVICE_CODE = {
  device_code: 'a',
  user_code: 'BCDF-GHJK',
  verification_uri: 'https://gateway.example.com/activate',
  verification_uri_complete: 'https://gateway.example.com/activate?user_code=BCDF-GHJK',
  expires_in: 600,
  interval: 5,
};
const TOKENS = { access_token: 'a', token_type: 'Bearer', expires_in: 1_800 };
const METADATA = {
  ...{ issuer: 'a', authorization_endpoint: 'a', token_endpoint: 'a', device_authorization_endpoint: 'a' },
  ...{ revocation_endpoint: 'a', introspection_endpoint: 'a', jwks_uri: 'a' },
  ...{ response_types_supported: [], response_modes_supported: [], grant_types_supported: [] },
  ...{ token_endpoint_auth_methods_supported: [], revocation_endpoint_auth_methods_supported: [] },
  ...{ introspection_endpoint_auth_methods_supported: [], code_challenge_methods_supported: ['S256'] },
  ...{ dpop_signing_alg_values_supported: [], authorization_response_iss_parameter_supported: true },
};

cases('an error of OAuth', oauthErrorSchema, {
  good: [{ error: 'slow_down' }, { error: 'a', error_description: 'b', error_uri: 'c' }, { error: 'one that is new' }],
  bad: [{}, { detail: 'authorization_pending' }, { error: 1 }, { error: 'a', error_description: null }, 'slow_down'],
});

cases('the request of a device code', deviceCodeRequestSchema, {
  good: [
    { client_id: 'a' },
    { client_id: 'a', scope: 'b c', resource: 'd', dpop_jkt: 'e' },
    { client_id: 'a', new: 1 },
  ],
  bad: [{}, { client_id: 1 }, { client_id: 'a', scope: ['b'] }, { client_id: 'a', resource: ['b', 'c'] }],
});

cases('a device code', deviceCodeAnswerSchema, {
  good: [DEVICE_CODE, { ...DEVICE_CODE, message: 'a member that is new' }],
  bad: [
    ...Object.keys(DEVICE_CODE).map((name) => ({ ...DEVICE_CODE, [name]: undefined })),
    { ...DEVICE_CODE, expires_in: '600' },
    { ...DEVICE_CODE, interval: 0.5 },
  ],
});

cases('the request of tokens', tokenRequestSchema, {
  good: [
    { grant_type: 'refresh_token', client_id: 'a', refresh_token: 'b' },
    { grant_type: 'authorization_code', code: 'a', redirect_uri: 'b', code_verifier: 'c' },
    { grant_type: 'one that is new', client_secret: 'ignored' },
  ],
  bad: [{}, { grant_type: 1 }, { grant_type: 'refresh_token', refresh_token: null }, null, 'grant_type=refresh_token'],
});

cases('tokens', tokenAnswerSchema, {
  // A server need not give a refresh token, nor repeat the scope (RFC 6749 section 5.1).
  good: [TOKENS, { ...TOKENS, refresh_token: 'b', scope: '', issued_token_type: 'c' }, { ...TOKENS, id_token: 'd' }],
  bad: [
    ...Object.keys(TOKENS).map((name) => ({ ...TOKENS, [name]: undefined })),
    { ...TOKENS, expires_in: '1800' },
    { ...TOKENS, refresh_token: null },
  ],
});

cases('what a token is worth', introspectionAnswerSchema, {
  good: [{ active: false }, { active: true, exp: 1, iat: 1, sub: 'a', aud: 'b', scope: '' }],
  bad: [{}, { active: 'true' }, { active: true, exp: '1' }],
});

cases('the metadata of a server', serverMetadataSchema, {
  good: [METADATA, { ...METADATA, dpop_required: true }, { ...METADATA, registration_endpoint: 'new' }],
  bad: [
    ...Object.keys(METADATA).map((name) => ({ ...METADATA, [name]: undefined })),
    { ...METADATA, code_challenge_methods_supported: 'S256' },
  ],
});
