import { assertSecureTokenEndpoint, parseErrorResponse, selectClientAuthMethod } from '@modelcontextprotocol/client';
import type { Client } from '../../rules/auth/client-record.ts';
import type { ServerFetch } from '../../words/credential.ts';
import type { AuthorizationServer } from './authorization-server.ts';

export interface OAuthForm {
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly server: AuthorizationServer;
  readonly client: Pick<Client, 'clientId' | 'clientSecret'>;
  readonly fetch: ServerFetch;
}

/** The client as the SDK takes it. */
export function clientInformation({ clientId, clientSecret }: OAuthForm['client']) {
  return { client_id: clientId, ...(clientSecret && { client_secret: clientSecret.reveal() }) };
}

/**
 * Posts a form to an endpoint of an authorization server, with the client's own proof (RFC 6749 section 2.3). Answers the JSON, and
 * undefined where there is none. Throws an `OAuthError` for a refusal.
 */
export async function postForm({ endpoint, parameters, server, client, fetch }: OAuthForm): Promise<unknown> {
  const headers = new Headers({ accept: 'application/json' });
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) body.set(name, value);
  const supported = server.metadata?.token_endpoint_auth_methods_supported ?? [];
  const { clientId, clientSecret } = client;
  const method = selectClientAuthMethod(clientInformation(client), supported);
  if (method === 'client_secret_basic' && clientSecret)
    headers.set('authorization', basic(clientId, clientSecret.reveal()));
  else {
    body.set('client_id', clientId);
    if (method === 'client_secret_post' && clientSecret) body.set('client_secret', clientSecret.reveal());
  }
  // A redirect would carry the code, or the token, elsewhere.
  const init: RequestInit = { method: 'POST', headers, body, redirect: 'manual' };
  const answer = await fetch(assertSecureTokenEndpoint(endpoint), init);
  if (!answer.ok) throw await parseErrorResponse(answer);
  return answer.json().catch(() => undefined);
}

/** Both parts are encoded as in a form first (RFC 6749 section 2.3.1). */
function basic(clientId: string, secret: string): string {
  const encoded = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${btoa(`${encoded(clientId)}:${encoded(secret)}`)}`;
}
