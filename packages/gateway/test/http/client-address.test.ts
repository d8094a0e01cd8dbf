import { describe, expect, it, vi } from 'vitest';
import { addressGroup, clientAddress, type TrustedProxies } from '../../src/http/client-address.ts';
import { readTrustedProxies } from '../../src/setting-readers.ts';

const NONE: TrustedProxies = { kind: 'none' };

describe('the client of a request', () => {
  it('is the socket’s other end when no proxy is trusted, whatever is forwarded', () => {
    expect(clientAddress('203.0.113.7', '192.0.2.1', NONE)).toBe('203.0.113.7');
    expect(clientAddress('::ffff:203.0.113.7', null, NONE)).toBe('203.0.113.7');
  });

  it('is unknown where the host tells none', () => {
    expect(clientAddress(undefined, '192.0.2.1', NONE)).toBe('unknown');
  });

  it.each([
    ['1', '192.0.2.1', '192.0.2.1'],
    ['1', '198.51.100.9, 192.0.2.1', '192.0.2.1'],
    ['2', '198.51.100.9, 192.0.2.1', '198.51.100.9'],
    ['2', '192.0.2.1', '192.0.2.1'],
    ['3', null, '10.0.0.1'],
    ['1', '192.0.2.1:4711', '192.0.2.1'],
    ['1', '[2001:db8::1]:4711', '2001:db8::1'],
    ['1', 'unknown', '10.0.0.1'],
    ['2', '198.51.100.9, garbage', '10.0.0.1'],
  ])('behind %s hops is counted from the right of %s: %s', (hops, forwarded, client) => {
    expect(clientAddress('10.0.0.1', forwarded, readTrustedProxies(hops))).toBe(client);
  });

  it.each([
    ['203.0.113.7', '192.0.2.1', '203.0.113.7'],
    ['10.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['10.0.0.1', '198.51.100.9, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
    ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['10.0.0.1', 'garbage, 10.0.0.2', '10.0.0.2'],
    ['10.0.0.1', null, '10.0.0.1'],
  ])('from %s is the first hop of %s that is not in a trusted block: %s', (peer, forwarded, client) => {
    expect(clientAddress(peer, forwarded, readTrustedProxies('10.0.0.0/8, ::1'))).toBe(client);
  });
});

describe('what a caller wrote before the trusted hops', () => {
  it.each(['0', '1', '10.0.0.0/8'])('is not read behind %s', (proxies) => {
    const parse = vi.spyOn(URL, 'parse');
    const forwarded = `${'2001:db8::1, '.repeat(1_000)}192.0.2.1`;
    const client = clientAddress('10.0.0.1', forwarded, readTrustedProxies(proxies));
    expect(client).toBe(proxies === '0' ? '10.0.0.1' : '192.0.2.1');
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });
});

describe('the group of an address', () => {
  it('is itself for IPv4 and its /64 for IPv6', () => {
    expect(addressGroup('203.0.113.7')).toBe('203.0.113.7');
    expect(addressGroup('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(addressGroup('unknown')).toBe('unknown');
  });
});
