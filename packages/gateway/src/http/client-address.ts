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
 * first hop that is not trusted was written by the caller and would let him choose his own address.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | null, trusted: TrustedProxies): string {
  const hops = [...(forwardedFor === null ? [] : forwardedFor.split(',')), peer ?? ''].map(readHop).reverse();
  const [nearest] = hops;
  let client = nearest;
  switch (trusted.kind) {
    case 'none':
      break;
    case 'hops':
      client = lastKnown(hops.slice(0, trusted.count + 1));
      break;
    case 'blocks': {
      const isTrusted = (hop: string | undefined) => hop !== undefined && inBlocks(hop, trusted.blocks);
      const beyond = hops.findIndex((hop) => !isTrusted(hop));
      client = lastKnown(beyond === -1 ? hops : hops.slice(0, beyond + 1));
    }
  }
  return client ?? UNKNOWN_ADDRESS;
}

/** One household or host holds a whole /64 of IPv6: its addresses share one budget. */
export function addressGroup(address: string): string {
  const parsed = parseAddress(address);
  if (parsed?.family !== 6) return address;
  return `${formatAddress({ family: 6, groups: [...parsed.groups.slice(0, 4), 0, 0, 0, 0] })}/64`;
}

/** The furthest hop that can be read, without a gap before it. */
function lastKnown(hops: readonly (string | undefined)[]): string | undefined {
  const gap = hops.indexOf(undefined);
  return hops[(gap === -1 ? hops.length : gap) - 1];
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
