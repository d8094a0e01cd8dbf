import { BlockList, isIP } from 'node:net';

/** What no server on the Internet has (IANA special-purpose registries; RFC 6890, 6598, 1112, 1918, 3927). */
const IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local, and with it the metadata service of clouds.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const IPV6: readonly (readonly [string, number])[] = [
  // Unspecified, loopback, and the old form of IPv4 in IPv6.
  ['::', 96],
  // NAT64 for one's own network (RFC 8215).
  ['64:ff9b:1::', 48],
  ['100::', 64],
  // Protocol assignments, Teredo among them, which hold an IPv4 address in disguise.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4, which holds one as well.
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** Prefixes under which the last 32 bits are an IPv4 address: mapped (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052). */
const HOLD_IPV4 = ['::ffff:', '::ffff:0:', '64:ff9b::'];

const PRIVATE = listOf([...IPV4, ...IPV6, ...HOLD_IPV4.flatMap((prefix) => IPV4.map(within(prefix)))]);
const LOOPBACK = listOf([
  ['127.0.0.0', 8],
  ['::1', 128],
]);

/** Whether an address belongs to this machine, its network, or to nobody. True for what is no address. */
export function isPrivateAddress(address: string): boolean {
  return isIn(PRIVATE, address) ?? true;
}

export function isLoopbackAddress(address: string): boolean {
  return isIn(LOOPBACK, address) ?? false;
}

/** Undefined for what is no address. An IPv6 address may name its interface behind a `%`. */
function isIn(list: BlockList, address: string): boolean | undefined {
  const [bare = ''] = address.split('%', 1);
  const version = isIP(bare);
  return version === 0 ? undefined : list.check(bare, version === 4 ? 'ipv4' : 'ipv6');
}

function within(prefix: string) {
  return ([net, bits]: readonly [string, number]) => [`${prefix}${net}`, 96 + bits] as const;
}

function listOf(nets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of nets) list.addSubnet(net, bits, isIP(net) === 4 ? 'ipv4' : 'ipv6');
  return list;
}
