import { decodeText, fromBase64Url } from './binary.ts';

/** A Fernet token taken apart, its authentication not checked. Binary as the specification lays it out. */
export interface FernetToken {
  /** All but the code: what the code authenticates. */
  readonly signed: Uint8Array;
  /** 16 bytes. */
  readonly iv: Uint8Array;
  /** One block of 16 bytes or more. */
  readonly ciphertext: Uint8Array;
  /** HMAC-SHA-256, 32 bytes. */
  readonly hmac: Uint8Array;
}

const VERSION = 0x80;
const IV_AT = 9;
const CIPHERTEXT_AT = 25;
const BLOCK = 16;
const HMAC_BYTES = 32;

/**
 * Reads a Fernet token (github.com/fernet/spec, section "Token Format"), also one that was encoded in base64 once more, as
 * earlier files have them. Undefined for anything else.
 */
export function readFernetToken(text: string): FernetToken | undefined {
  return readToken(text) ?? readToken(decodedText(text) ?? '');
}

function readToken(text: string): FernetToken | undefined {
  const bytes = decode(text);
  if (bytes?.[0] !== VERSION) return undefined;
  const ciphertext = bytes.subarray(CIPHERTEXT_AT, -HMAC_BYTES);
  const isWhole = bytes.length >= CIPHERTEXT_AT + BLOCK + HMAC_BYTES && ciphertext.length % BLOCK === 0;
  if (!isWhole) return undefined;
  return {
    signed: bytes.subarray(0, -HMAC_BYTES),
    iv: bytes.subarray(IV_AT, CIPHERTEXT_AT),
    ciphertext,
    hmac: bytes.subarray(-HMAC_BYTES),
  };
}

/** Base64 of either alphabet, with its padding. */
function decode(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  return fromBase64Url(
    text
      .replace(/={1,2}$/, '')
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  );
}

function decodedText(text: string): string | undefined {
  const bytes = decode(text);
  try {
    return bytes && decodeText(bytes);
  } catch {
    return undefined;
  }
}
