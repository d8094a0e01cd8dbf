import { SecretsError } from '../words/errors.ts';
import { fromBase64Url, toBase64Url } from './binary.ts';
import { NONCE_BYTES, TAG_BYTES } from './cipher-sizes.ts';
import { MAX_SECRET_BYTES } from './secret-value.ts';

/** A sealed text in its parts: `wge1.<key id>.<nonce>.<ciphertext and tag>`, both binaries in base64url. */
export interface SealedText {
  readonly keyId: string;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
}

/** Somewhat more than the longest text that can be one: whatever is longer is not even split. */
const MAX_LENGTH = 88_000;

/** Whether a text names a key: 1 to 32 of `A-Z a-z 0-9 _ -`. */
export function isKeyId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,32}$/.test(text);
}

export function formatSealedText({ keyId, nonce, ciphertext }: SealedText): string {
  return ['wge1', keyId, toBase64Url(nonce), toBase64Url(ciphertext)].join('.');
}

/** Throws `unsupported_version` for a later version, `undecryptable` for whatever `formatSealedText` would not write. */
export function parseSealedText(text: string): SealedText {
  const [version = '', keyId = '', nonce = '', ciphertext = '', ...rest] =
    text.length > MAX_LENGTH ? [] : text.split('.');
  if (/^wge(?!1$)[1-9]\d{0,8}$/.test(version)) {
    throw new SecretsError(
      'unsupported_version',
      `The sealed text is of version ${version}, which is not known here.`,
      {
        hint: 'A later release of @wicketgate/secrets sealed it. Open it with that one.',
      },
    );
  }
  const parts = { keyId, nonce: fromBase64Url(nonce), ciphertext: fromBase64Url(ciphertext) };
  if (version !== 'wge1' || !isKeyId(keyId) || rest.length > 0) throw malformed();
  if (parts.nonce?.length !== NONCE_BYTES) throw malformed();
  const valueBytes = (parts.ciphertext?.length ?? 0) - TAG_BYTES;
  if (valueBytes < 1 || valueBytes > MAX_SECRET_BYTES) throw malformed();
  return parts as SealedText;
}

function malformed(): SecretsError {
  return new SecretsError('undecryptable', 'This is no sealed text, or it was cut off.', {
    hint: 'A sealed text reads wge1.<key id>.<nonce>.<ciphertext>.',
  });
}
