import type { WireReceiptClaims } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { type ReceiptCircumstances, receiptEnd, receiptFlaw } from '../../src/rules/receipt-rules.ts';

const IAT = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const claims = (change: Partial<WireReceiptClaims> = {}): WireReceiptClaims => ({
  iss: 'https://gateway.example.com',
  sub: 'owner-1',
  iat: IAT / 1_000,
  exp: IAT / 1_000 + 3_600,
  key_sha256: 'digest',
  install_id: 'install-1',
  identity: {
    key: { id: '0123456789', name: 'a key', env: 'live' },
    session: null,
    principal: { id: 'owner-1', email: null, name: null },
    tier: 'free',
    role: 'user',
    scopes: [],
    limits: { requests: 1, window_seconds: 1, burst: 1 },
    expires_at: null,
  },
  ...change,
});
const at = (change: Partial<ReceiptCircumstances> = {}): ReceiptCircumstances => ({
  now: IAT,
  seenAt: IAT,
  keySha256: 'digest',
  installId: 'install-1',
  issuer: undefined,
  ...change,
});

describe('receiptFlaw', () => {
  it('lets a receipt serve for its own key and installation within its time', () => {
    expect(receiptFlaw(claims(), at())).toBeUndefined();
    expect(
      receiptFlaw(claims(), at({ now: IAT + 3_600_000 - 1, issuer: 'https://gateway.example.com' })),
    ).toBeUndefined();
  });

  it('refuses one of another key, installation or issuer', () => {
    expect(receiptFlaw(claims(), at({ keySha256: 'other' }))).toBe('other_key');
    expect(receiptFlaw(claims(), at({ installId: 'install-2' }))).toBe('other_install');
    expect(receiptFlaw(claims(), at({ issuer: 'https://other.example.com' }))).toBe('other_issuer');
  });

  it('refuses a bound receipt where there is no installation, and an unbound one where there is', () => {
    const { install_id: _, ...unbound } = claims();
    expect(receiptFlaw(claims(), at({ installId: undefined }))).toBe('other_install');
    expect(receiptFlaw(unbound, at())).toBe('other_install');
    expect(receiptFlaw(unbound, at({ installId: undefined }))).toBeUndefined();
  });

  it('ends in the millisecond in which it expires', () => {
    expect(receiptFlaw(claims(), at({ now: IAT + 3_600_000 - 1 }))).toBeUndefined();
    expect(receiptFlaw(claims(), at({ now: IAT + 3_600_000 }))).toBe('expired');
  });

  it('ends with the key when that ends first', () => {
    const identity = { ...claims().identity, expires_at: new Date(IAT + MINUTE).toISOString() };
    expect(receiptEnd(claims({ identity }))).toBe(IAT + MINUTE);
    expect(receiptFlaw(claims({ identity }), at({ now: IAT + MINUTE }))).toBe('expired');
    expect(receiptFlaw(claims({ identity }), at({ now: IAT + MINUTE - 1 }))).toBeUndefined();
  });

  it('allows the clock to go back by five minutes and no more', () => {
    const seenAt = IAT + 30 * MINUTE;
    expect(receiptFlaw(claims(), at({ seenAt, now: seenAt - 5 * MINUTE }))).toBeUndefined();
    expect(receiptFlaw(claims(), at({ seenAt, now: seenAt - 5 * MINUTE - 1 }))).toBe('clock_went_back');
  });

  it('allows a clock five minutes behind the time of issue and no more', () => {
    const early = { seenAt: 0 };
    expect(receiptFlaw(claims(), at({ ...early, now: IAT - 5 * MINUTE }))).toBeUndefined();
    expect(receiptFlaw(claims(), at({ ...early, now: IAT - 5 * MINUTE - 1 }))).toBe('issued_in_future');
  });
});
