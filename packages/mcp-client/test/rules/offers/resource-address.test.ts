import { describe, expect, test } from 'vitest';
import {
  addressOf,
  type KnownServers,
  type KnownUris,
  listersOf,
  ownedAddress,
  resourceOf,
  templateAddressOf,
} from '../../../src/rules/offers/resource-address.ts';

const servers = (known: Readonly<Record<string, KnownUris | readonly string[]>>): KnownServers =>
  new Map(
    Object.entries(known).map(([id, uris]) => [id, typeof uris === 'string' ? uris : new Set<string>(uris)] as const),
  );
const URI = 'file:///notes.md';

describe('a resource', () => {
  test.each<[string, KnownServers]>([
    ['one server is alone', servers({ docs: 'unknown' })],
    ['one server alone lists it', servers({ docs: [URI], other: ['file:///x'], third: 'unknown' })],
    ['nobody lists it, and one server alone has resources', servers({ docs: [], other: 'none' })],
  ])('is called as its server calls it where %s', (_, known) => {
    expect(addressOf(known, { server: 'docs', uri: URI })).toBe(URI);
    expect(resourceOf(known, URI)).toEqual({ server: 'docs', uri: URI });
  });

  test.each<[string, KnownServers]>([
    ['two servers list it', servers({ docs: [URI], other: [URI] })],
    ['nobody lists it, and two servers have resources', servers({ docs: [], other: [] })],
    ['nobody lists it, and nothing is known of another server', servers({ docs: [], other: 'unknown' })],
  ])('is called by its server too where %s', (_, known) => {
    expect(addressOf(known, { server: 'docs', uri: URI })).toBe(`wicketgate-resource:docs/${URI}`);
    expect(resourceOf(known, URI)).toBeUndefined();
  });

  test('of another server is not reached by what that one has listed too', () => {
    const known = servers({ docs: [URI], evil: [URI] });
    expect(resourceOf(known, addressOf(known, { server: 'docs', uri: URI }))).toEqual({ server: 'docs', uri: URI });
    expect(listersOf(known, URI)).toEqual(['docs', 'evil']);
  });

  test('that another one lists alone is not taken for the one that a link of this server means', () => {
    const known = servers({ docs: [], evil: [URI] });
    expect(addressOf(known, { server: 'docs', uri: URI })).toBe(`wicketgate-resource:docs/${URI}`);
  });

  test('behind a second bridge is reached through both', () => {
    const known = servers({ bridge: 'unknown' });
    for (const uri of ['wicketgate-resource:docs/file:///x', 'wicketgate-result:00ff']) {
      const address = addressOf(known, { server: 'bridge', uri });
      expect(address).toBe(`wicketgate-resource:bridge/${uri}`);
      expect(resourceOf(known, address)).toEqual({ server: 'bridge', uri });
      expect(resourceOf(known, uri)).toBeUndefined();
    }
  });
});

describe('a template', () => {
  const uri = 'file:///{path}';

  test('is called as its server calls it where that alone has resources, and by its server too elsewhere', () => {
    expect(templateAddressOf(servers({ docs: [], memory: 'none' }), { server: 'docs', uri })).toBe(uri);
    for (const other of ['unknown', [], ['x:y']] as const) {
      const address = templateAddressOf(servers({ docs: [], other }), { server: 'docs', uri });
      expect(address).toBe(`wicketgate-resource:docs/${uri}`);
    }
  });

  test('is filled in without a change to whose it is', () => {
    const known = servers({ docs: [], other: [] });
    const address = templateAddressOf(known, { server: 'docs', uri }).replace('{path}', 'a b?c#d');
    expect(resourceOf(known, address)).toEqual({ server: 'docs', uri: 'file:///a b?c#d' });
  });

  test('of a bridge behind this one is called by that bridge too', () => {
    const inner = ownedAddress({ server: 'docs', uri });
    expect(templateAddressOf(servers({ bridge: [] }), { server: 'bridge', uri: inner })).toBe(
      `wicketgate-resource:bridge/wicketgate-resource:docs/${uri}`,
    );
  });
});

test.each(['wicketgate-resource:', 'wicketgate-resource:docs', 'wicketgate-resource:docs/', 'wicketgate-resource:/x'])(
  '%s is no address',
  (address) => {
    expect(resourceOf(servers({ docs: [] }), address)).toBeUndefined();
  },
);

test('the address of a server that is not there is none', () => {
  expect(resourceOf(servers({ docs: [] }), 'wicketgate-resource:gone/file:///x')).toBeUndefined();
});
