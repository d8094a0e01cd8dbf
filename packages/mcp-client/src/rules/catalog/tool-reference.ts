import { parseToolId } from '@wicketgate/contract';

/** The servers that a tool may be of by its name, in their order: those that need be asked for it, and no other. */
export function serversOfReference(reference: string, servers: readonly string[]): readonly string[] {
  const addressed = addressedServers(reference, servers);
  return addressed.length > 0 ? addressed : servers;
}

/** The servers whose name stands in that of the tool; none for a tool's own name. */
export function addressedServers(reference: string, servers: readonly string[]): readonly string[] {
  const { server } = parseToolId(reference) ?? {};
  if (server !== undefined && servers.includes(server)) return [server];
  return servers.filter((id) => wireHeads(id).some((head) => reference.startsWith(head)));
}

/** How the wire names of a server's tools begin: plain, and with a hash at their end (contract, `toolWireName`). */
function wireHeads(server: string): readonly string[] {
  return [`${server}__`, `${server.replaceAll(/[^A-Za-z0-9-]+/g, '_').slice(0, 24)}__`];
}
