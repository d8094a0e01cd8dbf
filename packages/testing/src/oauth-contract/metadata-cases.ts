import { GRANT_TYPES, OAUTH_PATHS, resourceMetadataSchema, serverMetadataSchema } from '@wicketgate/contract';
import { expect } from 'vitest';
import { AuthorizationServer } from './authorization-server.ts';
import type { OAuthCase, OAuthSubject } from './subject.ts';

async function readJson(subject: OAuthSubject, path: string): Promise<unknown> {
  const response = await new AuthorizationServer(subject).send(path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  return response.json();
}

export const metadataCases: readonly OAuthCase[] = [
  {
    name: 'names its endpoints, and only what is safe to use (RFC 8414 section 3)',
    async run(subject) {
      const json = await readJson(subject, OAUTH_PATHS.metadata);
      const { issuer } = new AuthorizationServer(subject);
      const metadata = serverMetadataSchema.parse(json);
      expect(metadata).toEqual(json);
      expect(metadata).toMatchObject({
        issuer,
        authorization_endpoint: issuer + OAUTH_PATHS.authorize,
        token_endpoint: issuer + OAUTH_PATHS.token,
        device_authorization_endpoint: issuer + OAUTH_PATHS.deviceCode,
        revocation_endpoint: issuer + OAUTH_PATHS.revoke,
        introspection_endpoint: issuer + OAUTH_PATHS.introspect,
        jwks_uri: issuer + OAUTH_PATHS.jwks,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['none'],
        authorization_response_iss_parameter_supported: true,
      });
      const { authorizationCode, refreshToken, deviceCode } = GRANT_TYPES;
      const grants = new Set(metadata.grant_types_supported);
      expect([authorizationCode, refreshToken, deviceCode].filter((grant) => !grants.has(grant))).toEqual([]);
    },
  },
  {
    name: 'says of each resource who gives tokens for it (RFC 9728 section 3)',
    async run(subject) {
      const { issuer } = new AuthorizationServer(subject);
      for (const [suffix, resource] of [
        ['', issuer],
        ['/mcp', `${issuer}/mcp`],
      ]) {
        const json = await readJson(subject, `${OAUTH_PATHS.resourceMetadata}${suffix}`);
        const metadata = resourceMetadataSchema.parse(json);
        expect(metadata).toEqual(json);
        expect(metadata).toMatchObject({
          resource,
          authorization_servers: [issuer],
          bearer_methods_supported: ['header'],
        });
      }
    },
  },
];
