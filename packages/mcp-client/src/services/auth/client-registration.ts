import { type OAuthClientMetadata, registerClient } from '@modelcontextprotocol/client';
import { Secret } from '@wicketgate/core';
import type { Client, ClientRecord } from '../../rules/auth/client-record.ts';
import { registeredRedirect } from '../../rules/auth/oauth-addresses.ts';
import { listedOf } from '../../rules/auth/scopes.ts';
import type { ServerFetch } from '../../words/credential.ts';
import { McpError } from '../../words/errors.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { inOurWords } from './oauth-failure.ts';
import type { OAuthSettings } from './oauth-options.ts';
import type { OAuthShelf } from './oauth-shelf.ts';

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export interface ClientQuestion {
  readonly server: AuthorizationServer;
  /** Where the browser comes back to; undefined for the device grant. */
  readonly redirectUri: string | undefined;
  readonly scope: string | undefined;
}

export interface ClientDesk {
  readonly settings: OAuthSettings;
  readonly shelf: OAuthShelf;
  readonly fetch: ServerFetch;
}

/**
 * Who this client is at an authorization server: as registered beforehand, as registered before by itself, by its metadata document
 * (CIMD), or registered now (RFC 7591), in this order. Throws `unauthorized` when none is possible.
 */
export async function clientAt(desk: ClientDesk, question: ClientQuestion): Promise<Client> {
  const { settings, shelf } = desk;
  const { issuer, metadata } = question.server;
  if (settings.client !== undefined) return givenClient(settings.client, issuer);
  const { clientMetadataUrl } = settings;
  if (clientMetadataUrl !== undefined && metadata?.client_id_metadata_document_supported === true) {
    return { issuer, clientId: clientMetadataUrl, clientSecret: undefined };
  }
  const place = { issuer, clientName: settings.clientName };
  const kept = await shelf.loadClient(place);
  if (kept?.purpose === purposeOf(question)) return kept;
  const registered = await registerNow(desk, question);
  await shelf.saveClient(place, registered);
  return registered;
}

/** Forgets a registration that the server no longer knows, unless there is another by now. */
export async function forgetClient(
  { settings, shelf }: ClientDesk,
  refused: Pick<ClientRecord, 'issuer' | 'clientId'>,
): Promise<void> {
  const place = { issuer: refused.issuer, clientName: settings.clientName };
  if ((await shelf.loadClient(place))?.clientId === refused.clientId) await shelf.clearClient(place);
}

/** A secret given for one server is never shown to another (SEP-2352). */
function givenClient(client: NonNullable<OAuthSettings['client']>, issuer: string): Client {
  const { clientId, clientSecret } = client;
  const without = (text: string) => text.replace(/\/$/, '');
  if (without(client.issuer) === without(issuer)) {
    return { issuer, clientId, clientSecret };
  }
  throw new McpError(
    'unauthorized',
    'The server takes its tokens from another issuer than the client was registered at.',
  );
}

function purposeOf({ redirectUri }: ClientQuestion): string {
  return redirectUri === undefined ? 'device' : registeredRedirect(redirectUri);
}

async function registerNow({ settings, fetch }: ClientDesk, question: ClientQuestion): Promise<ClientRecord> {
  const { url, issuer, metadata } = question.server;
  if (metadata !== undefined && metadata.registration_endpoint === undefined) {
    const message =
      'The authorization server registers no clients by itself. Register one there, and give its id as an option.';
    throw new McpError('unauthorized', message);
  }
  const clientMetadata = metadataOf(settings, question);
  const request = { ...(metadata && { metadata }), clientMetadata, fetchFn: fetch };
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- kept for servers without metadata documents, of which there are many
  const answer = await inOurWords(() => registerClient(url, request));
  const { client_id: clientId, client_secret: secret, client_secret_expires_at: endsAt = 0 } = answer;
  return {
    ...{ issuer, clientId, clientSecret: secret === undefined ? undefined : new Secret(secret) },
    // RFC 7591 section 3.2.1: 0 for never.
    purpose: purposeOf(question),
    secretExpiresAt: endsAt === 0 ? undefined : endsAt * 1_000,
  };
}

function metadataOf({ clientName }: OAuthSettings, question: ClientQuestion): OAuthClientMetadata {
  const { server, redirectUri, scope } = question;
  const supported = server.metadata?.token_endpoint_auth_methods_supported ?? ['none'];
  // Some refuse a whole registration for a scope that they do not list, and take it from the resource all the same.
  const known = listedOf(scope, server.metadata?.scopes_supported);
  const method = ['none', 'client_secret_basic', 'client_secret_post'].find((known) => supported.includes(known));
  return {
    client_name: clientName,
    redirect_uris: redirectUri === undefined ? [] : [registeredRedirect(redirectUri)],
    grant_types: [redirectUri === undefined ? DEVICE_GRANT : 'authorization_code', 'refresh_token'],
    response_types: redirectUri === undefined ? [] : ['code'],
    token_endpoint_auth_method: method ?? 'none',
    application_type: 'native',
    ...(known !== undefined && { scope: known }),
  };
}
