import { type AddressBlock, blockHolds, formatAddress, parseAddress } from './ip-address.ts';

/** Who may speak for others in `X-Forwarded-For`: so many hops, or the hops in these blocks. */
export type TrustedProxies =
  | { readonly kind: 'none' }
  | { readonly kind: 'hops'; readonly count: number }
  | { readonly kind: 'blocks'; readonly blocks: readonly AddressBlock[] };

/** What stands for an address that the host did not tell or nobody can read. */
const UNKNOWN_ADDRESS = 'unknown';

/**
 * The client of a request. Only what trusted proxies appended to `X-Forwarded-For` counts: whatever stands left of the
 * first hop that is not trusted was written by the caller and would let him choose his own address. It is not even
 * read: parsing thousands of addresses that he wrote would be work that he chooses.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | null, trusted: TrustedProxies): string {
  const nearest = readHop(peer ?? '');
  if (nearest === undefined) return UNKNOWN_ADDRESS;
  if (trusted.kind === 'none' || forwardedFor === null) return nearest;
  let client = nearest;
  for (const [at, text] of forwardedFor.split(',').reverse().entries()) {
    if (!isTrusted(client, at, trusted)) break;
    const hop = readHop(text);
    if (hop === undefined) break;
    client = hop;
  }
  return client;
}

/** Whether the hop that is so many steps away speaks the truth about the one before it. */
function isTrusted(hop: string, steps: number, trusted: Exclude<TrustedProxies, { kind: 'none' }>): boolean {
  return trusted.kind === 'hops' ? steps < trusted.count : inBlocks(hop, trusted.blocks);
}

/** One household or host holds a whole /64 of IPv6: its addresses share one budget. */
export function addressGroup(address: string): string {
  const parsed = parseAddress(address);
  if (parsed?.family !== 6) return address;
  return `${formatAddress({ family: 6, groups: [...parsed.groups.slice(0, 4), 0, 0, 0, 0] })}/64`;
}

function inBlocks(address: string, blocks: readonly AddressBlock[]): boolean {
  const parsed = parseAddress(address);
  return parsed !== undefined && blocks.some((block) => blockHolds(block, parsed));
}

/** Some proxies append the port: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
function readHop(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  const parsed = parseAddress(bare);
  return parsed && formatAddress(parsed);
}
