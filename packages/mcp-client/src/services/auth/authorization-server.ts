import {
  type AuthorizationServerMetadata,
  checkResourceAllowed,
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
  type OAuthProtectedResourceMetadata,
  resourceUrlFromServerUrl,
} from '@modelcontextprotocol/client';
import type { ServerFetch } from '../../words/credential.ts';
import { McpError } from '../../words/errors.ts';
import { oauthFailure } from './oauth-failure.ts';

/** Who gives the tokens of an MCP server. */
export interface AuthorizationServer {
  /** Where its metadata stands. */
  readonly url: string;
  readonly issuer: string;
  /** RFC 8414; undefined for a server of 2025-03-26, whose endpoints stand at fixed paths. */
  readonly metadata: AuthorizationServerMetadata | undefined;
  /** What the tokens are for (RFC 8707), as the server spells it. */
  readonly resource: string | undefined;
  /** Of the protected resource. */
  readonly scopes: readonly string[] | undefined;
  /** Whether the MCP server itself named it (RFC 9728); otherwise it is taken for its own. */
  readonly isNamed: boolean;
}

export interface ServerQuestion {
  readonly serverUrl: string;
  /** Of the challenge. */
  readonly resourceMetadataUrl: URL | undefined;
  /** The one that a client was registered at beforehand, where the MCP server names several. */
  readonly preferredIssuer: string | undefined;
  readonly fetch: ServerFetch;
}

/**
 * Asks an MCP server who gives its tokens (RFC 9728), and that one for its metadata (RFC 8414, OpenID Connect Discovery). Throws
 * `unauthorized` when the server describes another resource than itself.
 */
export async function findAuthorizationServer(question: ServerQuestion): Promise<AuthorizationServer> {
  const { serverUrl, preferredIssuer, fetch } = question;
  const described = await describeResource(question);
  if (described !== undefined) checkResource(serverUrl, described);
  const named = described?.authorization_servers ?? [];
  const chosen = named.find((issuer) => issuer === preferredIssuer) ?? named[0];
  const found = await readMetadata(chosen ?? new URL('/', serverUrl).href, fetch);
  return {
    ...found,
    resource: described?.resource,
    scopes: described?.scopes_supported,
    isNamed: chosen !== undefined,
  };
}

/** The metadata of an authorization server; its issuer is checked against the address (RFC 8414 section 3.3). */
export async function readMetadata(
  url: string,
  fetch: ServerFetch,
): Promise<Pick<AuthorizationServer, 'url' | 'issuer' | 'metadata'>> {
  const asked = noting(fetch);
  try {
    const metadata = await discoverAuthorizationServerMetadata(url, { fetchFn: asked.fetch });
    return { url, issuer: metadata?.issuer ?? url, metadata };
  } catch (error) {
    throw asked.status() >= 500 ? notNow(asked.status()) : oauthFailure(error);
  }
}

/** Undefined where the server does not describe itself. */
async function describeResource(question: ServerQuestion): Promise<OAuthProtectedResourceMetadata | undefined> {
  const { serverUrl, resourceMetadataUrl } = question;
  const asked = noting(question.fetch);
  const at = resourceMetadataUrl && { resourceMetadataUrl };
  try {
    return await discoverOAuthProtectedResourceMetadata(serverUrl, at, asked.fetch);
  } catch (error) {
    // Only who cannot be asked is not answered for: a sign-in must not move to another server because this one is down.
    if (McpError.isInstance(error)) throw error;
    if (asked.status() < 500) return undefined;
    throw notNow(asked.status());
  }
}

/** What the SDK throws does not say which status it was. */
function noting(fetch: ServerFetch): { readonly fetch: ServerFetch; status(): number } {
  let status = 0;
  return {
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      ({ status } = answer);
      return answer;
    },
    status: () => status,
  };
}

function notNow(status: number): McpError {
  return new McpError('server_unreachable', 'It cannot be told right now who gives the tokens. Try again later.', {
    status,
  });
}

function checkResource(serverUrl: string, { resource }: OAuthProtectedResourceMetadata): void {
  const requestedResource = resourceUrlFromServerUrl(serverUrl);
  if (checkResourceAllowed({ requestedResource, configuredResource: resource })) return;
  throw new McpError(
    'unauthorized',
    'The server describes another resource than itself: its tokens would be for that one.',
  );
}
