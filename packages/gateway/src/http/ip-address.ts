/** A parsed address: eight groups of 16 bits, or two of an IPv4 address. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly groups: readonly number[];
}

/** A block of addresses, as `203.0.113.0/24` writes it. */
export interface AddressBlock {
  readonly address: IpAddress;
  readonly prefix: number;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const MAPPED = [0, 0, 0, 0, 0, 0xffff];

/** Reads an address; IPv4 mapped into IPv6 (`::ffff:203.0.113.7`, RFC 4291 section 2.5.5.2) is IPv4. */
export function parseAddress(text: string): IpAddress | undefined {
  const dotted = IPV4.exec(text);
  if (dotted) return parseDotted(dotted.slice(1).map(Number));
  const [unzoned = ''] = text.split('%');
  if (!unzoned.includes(':') || !/^[0-9A-Fa-f:.]{2,45}$/.test(unzoned)) return undefined;
  const groups = parseColons(unzoned);
  if (groups === undefined) return undefined;
  const mapped = MAPPED.every((group, at) => groups[at] === group);
  return mapped ? { family: 4, groups: groups.slice(6) } : { family: 6, groups };
}

/** The canonical text of an address. */
export function formatAddress({ family, groups }: IpAddress): string {
  if (family === 4) return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
  const host = new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]/`).hostname;
  return host.slice(1, -1);
}

/** Reads `address` or `address/prefix`. */
export function parseBlock(text: string): AddressBlock | undefined {
  const [host = '', length, ...rest] = text.split('/');
  const address = parseAddress(host);
  if (address === undefined || rest.length > 0) return undefined;
  const bits = address.groups.length * 16;
  if (length === undefined) return { address, prefix: bits };
  // A mapped block counts from the 96 bits that map it.
  const prefix = Number(length) - (address.family === 4 && host.includes(':') ? 96 : 0);
  return /^\d{1,3}$/.test(length) && prefix >= 0 && prefix <= bits ? { address, prefix } : undefined;
}

/** Whether a block holds an address. Families never mix. */
export function blockHolds({ address, prefix }: AddressBlock, other: IpAddress): boolean {
  if (address.family !== other.family) return false;
  return address.groups.every((group, at) => {
    const bits = Math.min(Math.max(prefix - at * 16, 0), 16);
    const mask = (0xffff << (16 - bits)) & 0xffff;
    return (group & mask) === ((other.groups[at] ?? 0) & mask);
  });
}

function parseDotted(octets: number[]): IpAddress | undefined {
  const [a = 256, b = 256, c = 256, d = 256] = octets;
  return octets.every((octet) => octet <= 255) ? { family: 4, groups: [(a << 8) | b, (c << 8) | d] } : undefined;
}

/** The URL parser is the platform's reader of IPv6 in every runtime; it answers the shortest spelling in hexadecimal. */
function parseColons(text: string): number[] | undefined {
  const host = URL.parse(`http://[${text}]/`)?.hostname;
  if (host === undefined) return undefined;
  const [head = '', tail] = host.slice(1, -1).split('::');
  const before = readGroups(head);
  if (tail === undefined) return before;
  const after = readGroups(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function readGroups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
