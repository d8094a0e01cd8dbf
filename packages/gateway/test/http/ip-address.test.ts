import { describe, expect, it } from 'vitest';
import { blockHolds, formatAddress, parseAddress, parseBlock } from '../../src/http/ip-address.ts';

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['255.255.255.255', '255.255.255.255'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:CB00:7107', '203.0.113.7'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::', '::'],
    ['1::', '1::'],
    ['fe80::1%eth0', 'fe80::1'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
  ])('is read and written the shortest way: %s', (text, canonical) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(canonical);
  });

  it.each([
    '',
    'localhost',
    '256.0.0.1',
    '1.2.3',
    '0x7f.1',
    '1.2.3.4.5',
    '2001:db8',
    ':::',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '[::1]',
    '::1]/x[',
  ])('is not read from %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('a block', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['0.0.0.0/0', '203.0.113.7', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
  ])('%s holds %s: %s', (block, address, holds) => {
    const [parsedBlock, parsedAddress] = [parseBlock(block), parseAddress(address)];
    expect(parsedBlock && parsedAddress && blockHolds(parsedBlock, parsedAddress)).toBe(holds);
  });

  it.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '::ffff:10.0.0.0/95', 'ten'])(
    'is not read from %s',
    (text) => {
      expect(parseBlock(text)).toBeUndefined();
    },
  );
});
