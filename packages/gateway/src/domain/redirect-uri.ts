import type { OAuthClient } from './sign-in-config.ts';

const MAX_LENGTH = 2_048;

/**
 * A loopback address in its literal form (RFC 8252 section 7.3). The raw text is matched, because URL parsers read
 * `127.1`, `2130706433` and backslashes as things that people do not see. `localhost` may be resolved to another host
 * (section 8.3). No query, no fragment, no user.
 */
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|\[::1\])(?::([1-9][0-9]{0,4}))?(?:\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?$/;

/** Whether an answer may go to this address: exactly a registered one, or any port and path of this machine. */
export function isRedirectOf(client: Pick<OAuthClient, 'redirectUris'>, uri: string): boolean {
  if (uri.length > MAX_LENGTH) return false;
  return client.redirectUris.includes(uri) || isLoopback(uri);
}

function isLoopback(uri: string): boolean {
  const match = LOOPBACK.exec(uri);
  return match !== null && Number(match[1] ?? 80) <= 65_535;
}

/** A redirect address with the parameters of an answer behind it (RFC 6749 section 4.1.2). Null ones are left out. */
export function answerAddress(redirectUri: string, parameters: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${new URLSearchParams(given).toString()}`;
}
