import { describe, expect, it } from 'vitest';
import { formatRecord, parseRecord } from '../../src/rules/receipt-record.ts';

const x = 'A'.repeat(43);
const record = {
  receipt: 'a.b.c',
  keys: [{ kty: 'OKP', crv: 'Ed25519', x, kid: 'k' } as const],
  seenAt: 1_700_000_000_000,
};

describe('receipt records', () => {
  it('are one line that reads back the same', () => {
    expect(formatRecord(record)).not.toContain('\n');
    expect(parseRecord(`${formatRecord(record)}\n`)).toEqual(record);
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    'not json',
    formatRecord(record).replace('"version":1', '"version":2'),
    formatRecord(record).slice(1),
    formatRecord(record).replace('1700000000000', '"1700000000000"'),
    formatRecord(record).replace('Ed25519', 'P-256'),
  ])('are nothing when a store answers %s', (line) => {
    expect(parseRecord(line)).toBeUndefined();
  });
});
