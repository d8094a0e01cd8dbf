import type { SigningKey } from '../adapters/ed25519.ts';
import { toBase64Url, utf8 } from '../domain/encoding.ts';

/** Signs claims as a compact JWS (RFC 7515 section 7.1) of one `typ`, by which no token passes for one of another kind. */
export function createJwsSigner(signer: SigningKey, typ: string): (claims: object) => Promise<string> {
  const header = encodeJson({ alg: 'EdDSA', typ, kid: signer.kid });
  return async (claims) => {
    const signed = `${header}.${encodeJson(claims)}`;
    return `${signed}.${toBase64Url(await signer.sign(utf8(signed)))}`;
  };
}

function encodeJson(value: object): string {
  return toBase64Url(utf8(JSON.stringify(value)));
}
