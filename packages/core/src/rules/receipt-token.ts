import { receiptClaimsSchema, receiptHeaderSchema, type WireReceiptClaims } from '@wicketgate/contract';
import { fromBase64Url } from './byte-text.ts';

/** The gateway's receipts have one to two kilobytes. */
const MAX_TOKEN_LENGTH = 16_384;

/** A receipt taken apart. Nothing in it may be believed before its signature has been verified. */
export interface ReceiptToken {
  /** Names the key that signed it. */
  readonly kid: string;
  readonly claims: WireReceiptClaims;
  /** The bytes that were signed (RFC 7515 section 5.2). */
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/**
 * Takes a compact JWS (RFC 7515 section 3.1) apart. Undefined for anything that is no receipt of ours: another `alg` or
 * `typ`, critical extensions (section 4.1.11), claims that are missing.
 */
export function parseReceipt(token: string): ReceiptToken | undefined {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  if (token.length > MAX_TOKEN_LENGTH || rest.length > 0) return undefined;
  const parsedHeader = receiptHeaderSchema.safeParse(jsonOf(header));
  const claims = receiptClaimsSchema.safeParse(jsonOf(payload));
  const signatureBytes = fromBase64Url(signature);
  if (!parsedHeader.success || !claims.success || signatureBytes?.byteLength !== 64) return undefined;
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  return { kid: parsedHeader.data.kid, claims: claims.data, signed, signature: signatureBytes };
}

function jsonOf(part: string): unknown {
  const bytes = fromBase64Url(part);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
