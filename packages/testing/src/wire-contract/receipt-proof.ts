import { jwksSchema, receiptClaimsSchema, receiptHeaderSchema, type WireReceiptClaims } from '@wicketgate/contract';
import { expect } from 'vitest';
import { base64url, sha256 } from '../fake-gateway/receipts.ts';
import type { Wire } from './wire.ts';

/** Verifies a receipt as a client does: with `kty`, `crv` and `x` of the published key that its header names. */
export async function verifyReceipt(wire: Wire, receipt: string): Promise<WireReceiptClaims> {
  const [head = '', payload = '', signature = '', ...more] = receipt.split('.');
  expect(more).toEqual([]);
  const header = receiptHeaderSchema.parse(JSON.parse(decodeText(head)));
  const published = jwksSchema.parse(await (await wire.send('GET /.well-known/jwks.json', { key: null })).json());
  const { kty, crv, x } =
    published.keys.find(({ kid }) => kid === header.kid) ?? expect.fail('The key is not published.');
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify']);
  const signed = new TextEncoder().encode(`${head}.${payload}`);
  expect(await crypto.subtle.verify('Ed25519', key, decode(signature), signed)).toBe(true);
  return receiptClaimsSchema.parse(JSON.parse(decodeText(payload)));
}

/** What a receipt must say of the key that it was given for. */
export async function keySha256(apiKey: string): Promise<string> {
  return base64url(await sha256(apiKey));
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
}

function decodeText(text: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(decode(text));
}
