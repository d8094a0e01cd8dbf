import { fromBase64Url } from '../domain/encoding.ts';
import { OAuthRefused } from '../domain/oauth-refused.ts';

const BASIC = /^Basic +([A-Za-z0-9+/]+=*)$/i;

/**
 * The client that a request names in its body, or as a user without a password (RFC 6749 section 2.3.1). All clients
 * are public: a password authenticates nobody here, and whoever sends one relies on what is not there.
 */
export function readClientId(headers: Headers, inBody: string | undefined): string | undefined {
  const authorization = headers.get('authorization');
  if (authorization === null || authorization === '') return inBody;
  const [id, password] = readBasic(authorization);
  if (password !== '') throw new OAuthRefused('invalid_client', 'Clients of this server have no password: send none.');
  if (inBody !== undefined && inBody !== id) {
    throw new OAuthRefused('invalid_request', 'The client_id in the body is not the one in Authorization.');
  }
  return id;
}

function readBasic(authorization: string): readonly [id: string, password: string] {
  const encoded = BASIC.exec(authorization)?.[1];
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(fromBase64Url(encoded ?? '!'));
    const at = text.indexOf(':');
    if (at > 0) return [decodeField(text.slice(0, at)), decodeField(text.slice(at + 1))];
  } catch {
    // Whatever cannot be decoded names no client; what it holds may be a secret, and is not kept as a cause.
  }
  throw new OAuthRefused('invalid_client', 'Authorization must be Basic with the client_id and an empty password.');
}

/** Both are form-encoded before they are joined (RFC 6749 section 2.3.1). */
function decodeField(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
