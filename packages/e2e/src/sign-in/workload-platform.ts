import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../cleanup.ts';

/** A platform that tells by a signed token which workload runs on it. */
export interface WorkloadPlatform {
  readonly issuer: string;
  /** A token of five minutes for an audience. */
  tokenFor(audience: string, claims: Readonly<Record<string, string>>): string;
}

export async function startWorkloadPlatform(cleanup: Cleanup): Promise<WorkloadPlatform> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const documents: Record<string, object> = {};
  const server = createServer(({ url = '' }, response) => {
    const document = documents[url];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanup.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  documents['/.well-known/openid-configuration'] = { issuer, jwks_uri: `${issuer}/keys` };
  documents['/keys'] = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] };
  return {
    issuer,
    tokenFor: (audience, claims) => {
      const now = Math.floor(Date.now() / 1_000);
      const body = { iss: issuer, aud: audience, iat: now, exp: now + 300, ...claims };
      const text = [{ alg: 'RS256', typ: 'JWT', kid: 'one' }, body].map(encoded).join('.');
      return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
  };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
