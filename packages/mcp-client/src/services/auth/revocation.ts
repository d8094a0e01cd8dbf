import type { TokenRecord } from '../../rules/auth/token-record.ts';
import { readMetadata } from './authorization-server.ts';
import type { ClientDesk } from './client-registration.ts';
import { postForm } from './oauth-form.ts';

/** Tells the authorization server that a sign-in is over. Answers false where it takes no such word (RFC 7009). */
export async function revoked({ fetch }: ClientDesk, record: TokenRecord): Promise<boolean> {
  const { url, issuer, metadata } = await readMetadata(record.authorizationServer, fetch);
  const { revocation_endpoint: endpoint } = (metadata ?? {}) as { readonly revocation_endpoint?: unknown };
  if (typeof endpoint !== 'string' || issuer !== record.issuer) return false;
  const server = { url, issuer, metadata, resource: undefined, scopes: undefined, isNamed: true };
  const token = record.refreshToken ?? record.accessToken;
  const hint = record.refreshToken ? 'refresh_token' : 'access_token';
  const parameters = { token: token.reveal(), token_type_hint: hint };
  await postForm({ endpoint, parameters, server, client: record, fetch });
  return true;
}
