/** What of the resources of a server is known: nothing, that it has none, or the URIs that it listed. */
export type KnownUris = 'unknown' | 'none' | ReadonlySet<string>;

/** The servers of a client, in order, with what is known of the resources of each. */
export type KnownServers = ReadonlyMap<string, KnownUris>;

export interface OwnedUri {
  readonly server: string;
  /** As the server has it. */
  readonly uri: string;
}

/** Of a resource of one server among several: `wicketgate-resource:SERVER/URI`. */
const OWNED = 'wicketgate-resource:';
/** Results that the client has cut and kept. */
export const KEPT_RESULT = 'wicketgate-result:';

/** A URI as the one of a server, whatever others have. It can be read back, since the id of a server holds no `/`. */
export function ownedAddress({ server, uri }: OwnedUri): string {
  return `${OWNED}${server}/${uri}`;
}

/**
 * What is to be read to get at the resource of a server: its URI where reading that could only lead there. So no server can
 * take the place of another by listing what that one has, and where one server alone has resources they are called as it calls them.
 */
export function addressOf(servers: KnownServers, { server, uri }: OwnedUri): string {
  return ownerOf(servers, uri) === server ? uri : ownedAddress({ server, uri });
}

/** The same for a template, which may become any URI. */
export function templateAddressOf(servers: KnownServers, { server, uri }: OwnedUri): string {
  return !isOurs(uri) && onlyOne(serversWithResources(servers)) === server ? uri : ownedAddress({ server, uri });
}

/** The resource that an address stands for. Undefined where that cannot be said, or another server's is meant than there is. */
export function resourceOf(servers: KnownServers, address: string): OwnedUri | undefined {
  if (!address.startsWith(OWNED)) {
    const server = ownerOf(servers, address);
    return server === undefined ? undefined : { server, uri: address };
  }
  const rest = address.slice(OWNED.length);
  const slash = rest.indexOf('/');
  const [server, uri] = [rest.slice(0, slash), rest.slice(slash + 1)];
  return slash > 0 && uri !== '' && servers.has(server) ? { server, uri } : undefined;
}

/** Servers that list a URI, for a message. */
export function listersOf(servers: KnownServers, uri: string): readonly string[] {
  return [...servers].flatMap(([server, uris]) => (typeof uris === 'object' && uris.has(uri) ? [server] : []));
}

/** The one server that lists a URI; or, for one that nobody lists, the one that has resources at all. */
function ownerOf(servers: KnownServers, uri: string): string | undefined {
  if (isOurs(uri)) return undefined;
  const listers = listersOf(servers, uri);
  return onlyOne(listers.length > 0 ? listers : serversWithResources(servers));
}

/** A URI of a server that has the form of ours: one of a bridge behind this one. */
function isOurs(uri: string): boolean {
  return uri.startsWith(OWNED) || uri.startsWith(KEPT_RESULT);
}

/** One of which nothing is known may have some. */
function serversWithResources(servers: KnownServers): readonly string[] {
  return [...servers].flatMap(([server, uris]) => (uris === 'none' ? [] : [server]));
}

function onlyOne(servers: readonly string[]): string | undefined {
  return servers.length === 1 ? servers[0] : undefined;
}
