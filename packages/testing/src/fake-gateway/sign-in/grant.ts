import { CLIENT_NAMES, type Person } from './session-book.ts';
import type { OAuthParameters } from './oauth-body.ts';
import { OAuthRefusal } from './oauth-refusal.ts';

/** What an application asks for, whichever way. */
export interface Grant {
  readonly clientId: string;
  /** Null: all that the person has. */
  readonly requestedScopes: readonly string[] | null;
  readonly audience: string;
}

/** What the parameters ask for, at the gateway with this address. */
export function readGrant(parameters: OAuthParameters, issuer: string): Grant {
  const { scope, resource } = parameters;
  return {
    clientId: readClient(parameters),
    requestedScopes: scope === undefined || scope === '' ? null : scope.split(' '),
    audience: audienceOf(resource, issuer),
  };
}

/** The application, which must be one of those that every gateway knows. */
export function readClient({ client_id: clientId }: OAuthParameters): string {
  if (clientId === undefined) throw new OAuthRefusal('invalid_request', 'client_id is missing.');
  if (!Object.hasOwn(CLIENT_NAMES, clientId)) throw new OAuthRefusal('invalid_client', 'There is no such application.');
  return clientId;
}

/** What was asked for, as far as the person has it. OpenID's own scopes fall away with all that nobody has. */
export function grantedScopes({ requestedScopes }: Grant, { scopes = [] }: Person): readonly string[] {
  return requestedScopes === null ? scopes : scopes.filter((scope) => requestedScopes.includes(scope));
}

function audienceOf(resource: string | undefined, issuer: string): string {
  if (resource === undefined || resource === issuer || resource === `${issuer}/`) return issuer;
  if (resource === `${issuer}/mcp`) return resource;
  throw new OAuthRefusal('invalid_target', 'No tokens are issued for this resource.');
}
