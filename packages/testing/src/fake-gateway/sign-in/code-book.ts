import { CLIENT_IDS, type RandomBytes, randomBase62 } from '@wicketgate/contract';
import { base64url, sha256 } from '../receipts.ts';
import { type Grant, readGrant } from './grant.ts';
import type { OAuthParameters } from './oauth-body.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import type { Person } from './session-book.ts';

/** What an authorization code stands for. */
export interface AuthorizationCode {
  readonly grant: Grant;
  readonly person: Person;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
  used: boolean;
  /** The sign-in that it opened. */
  sessionId?: string;
}

export interface CodeBookOptions {
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly brand: string;
}

const LIFE_MS = 60_000;
/** RFC 8252 section 7.3. */
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?(?:\/[^?#]*)?$/;
/** The addresses at which editors call extensions back. */
const EDITOR = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[a-z0-9-]+\.[a-z0-9-]+\/signed-in$/;

/** The authorization codes of a fake gateway (RFC 6749 section 4.1, RFC 7636). */
export class CodeBook {
  readonly #codes = new Map<string, AuthorizationCode>();
  readonly #options: CodeBookOptions;

  constructor(options: CodeBookOptions) {
    this.#options = options;
  }

  /**
   * Where a browser is sent back to from an authorization request, with a code for the person, or with `access_denied` when
   * there is none. Throws for a request that a gateway shows a page for.
   */
  authorize(address: URL, issuer: string, person: Person | undefined): string {
    const asked: OAuthParameters = Object.fromEntries(address.searchParams);
    const grant = readGrant(asked, issuer);
    const redirectUri = redirectOf(asked, grant.clientId);
    const back = new URL(redirectUri);
    const answer = this.#answer(asked, { grant, person, redirectUri });
    for (const [name, value] of Object.entries({ ...answer, state: asked['state'], iss: issuer })) {
      if (value !== undefined) back.searchParams.set(name, value);
    }
    return back.href;
  }

  /** The code that fits the request in every respect. One that was used already is answered too: its sign-in must end. */
  async redeem(parameters: OAuthParameters, clientId: string): Promise<AuthorizationCode> {
    const { code = '', redirect_uri: redirectUri, code_verifier: verifier } = parameters;
    const found = this.#codes.get(code);
    const challenge = base64url(await sha256(verifier ?? ''));
    const isOther = found?.grant.clientId !== clientId || found.redirectUri !== redirectUri;
    if (isOther || found.challenge !== challenge || (!found.used && this.#options.now() >= found.expiresAt)) {
      throw new OAuthRefusal('invalid_grant', 'The code is none, is over, or is of another request.');
    }
    return found;
  }

  #answer(
    asked: OAuthParameters,
    { person, ...request }: Pick<AuthorizationCode, 'grant' | 'redirectUri'> & { readonly person: Person | undefined },
  ): Readonly<Record<string, string>> {
    const challenge = asked['code_challenge'] ?? '';
    if (asked['response_type'] !== 'code') return { error: 'unsupported_response_type' };
    if (asked['code_challenge_method'] !== 'S256' || challenge.length !== 43) return { error: 'invalid_request' };
    if (person === undefined) return { error: 'access_denied' };
    const code = `${this.#options.brand}_ac_${randomBase62(43, this.#options.random)}`;
    const expiresAt = this.#options.now() + LIFE_MS;
    this.#codes.set(code, { ...request, person, challenge, expiresAt, used: false });
    return { code };
  }
}

function redirectOf({ redirect_uri: uri = '' }: OAuthParameters, clientId: string): string {
  if (LOOPBACK.test(uri) || (clientId === CLIENT_IDS.vscode && EDITOR.test(uri))) return uri;
  throw new TypeError('A gateway sends nobody to this redirect address.');
}
