import { toBase64Url, utf8 } from '../domain/encoding.ts';

const PURPOSE = utf8('wicketgate encryption key id\n');
/** 96 bits: no two keys of one gateway share an id. */
const ID_LENGTH = 16;

/** The id of an encryption key: 16 characters of base64url. One way: the key is 32 random bytes, so its hash tells nothing of it. */
export async function encryptionKeyId(key: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', Uint8Array.from([...PURPOSE, ...key]));
  return toBase64Url(new Uint8Array(hash)).slice(0, ID_LENGTH);
}
