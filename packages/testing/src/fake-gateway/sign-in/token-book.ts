import { ACCESS_TOKEN_TYPE, type RandomBytes, randomBase62, type WireTokenAnswer } from '@wicketgate/contract';
import type { ReceiptSigner } from '../receipts.ts';
import { type Grant, grantedScopes } from './grant.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import type { Person, SessionBook, SessionView } from './session-book.ts';

/** What is known of an access token. Times are milliseconds since 1970. */
export interface AccessToken {
  readonly sessionId: string;
  readonly audience: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** What is known of a refresh token. */
export interface RefreshToken {
  readonly sessionId: string;
  readonly clientId: string;
  readonly audience: string;
  /** Its successor, and when it was given. */
  used?: { readonly child: string; readonly at: number };
}

export interface TokenBookOptions {
  readonly sessions: SessionBook;
  readonly signer: () => Promise<ReceiptSigner>;
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly issuer: string;
  readonly brand: string;
  /** Seconds that an access token lasts. */
  readonly accessSeconds: number;
}

/** For how long the successor of a refresh token is given again, so that a lost answer costs nobody the sign-in. */
const GRACE_MS = 30_000;

/** The tokens of a fake gateway, in the clear and in memory. */
export class TokenBook {
  readonly #access = new Map<string, AccessToken>();
  readonly #refresh = new Map<string, RefreshToken>();
  readonly #options: TokenBookOptions;
  #accessEndedAt = -Infinity;

  constructor(options: TokenBookOptions) {
    this.#options = options;
  }

  /** Opens a sign-in, and answers it with its first tokens. */
  async open(
    grant: Grant,
    person: Person,
  ): Promise<{ readonly session: SessionView; readonly tokens: WireTokenAnswer }> {
    const { clientId, audience } = grant;
    const session = this.#options.sessions.open({ person, clientId, scopes: grantedScopes(grant, person) });
    const refresh = this.#mintRefresh({ sessionId: session.id, clientId, audience });
    return { session, tokens: await this.#answer(session, refresh, audience) };
  }

  /** Rotates a refresh token. One that is used again ends the sign-in, but for a short while after its first use. */
  async refresh(text: string, clientId: string): Promise<WireTokenAnswer> {
    const { sessions, now } = this.#options;
    const token = this.#refresh.get(text);
    if (token?.clientId !== clientId) throw refused();
    const { sessionId, audience, used } = token;
    if (sessions.show(sessionId).status !== 'active') throw refused();
    if (used && (now() - used.at > GRACE_MS || this.#refresh.get(used.child)?.used)) {
      sessions.revoke(sessionId, 'refresh token used twice', 'gateway');
      throw refused();
    }
    const child = used?.child ?? this.#mintRefresh({ sessionId, clientId, audience });
    token.used ??= { child, at: now() };
    sessions.refreshed(sessionId);
    return this.#answer(sessions.show(sessionId), child, audience);
  }

  accessToken(text: string): AccessToken | undefined {
    return this.#access.get(text);
  }

  refreshToken(text: string): RefreshToken | undefined {
    return this.#refresh.get(text);
  }

  /** Whether the time of an access token is over. */
  isOver({ issuedAt, expiresAt }: AccessToken): boolean {
    return expiresAt <= this.#options.now() || issuedAt <= this.#accessEndedAt;
  }

  /** Ends the time of every access token that was issued so far. Refresh tokens stay as they are. */
  expireAccess(): void {
    this.#accessEndedAt = this.#options.now();
  }

  #mintRefresh(facts: RefreshToken): string {
    const { brand, random } = this.#options;
    const text = `${brand}_rt_${randomBase62(43, random)}`;
    this.#refresh.set(text, { ...facts });
    return text;
  }

  async #answer(session: SessionView, refreshToken: string, audience: string): Promise<WireTokenAnswer> {
    return {
      access_token: await this.#mintAccess(session, audience),
      token_type: 'Bearer',
      expires_in: this.#options.accessSeconds,
      refresh_token: refreshToken,
      scope: session.scopes.join(' '),
    };
  }

  async #mintAccess({ id, principal, clientId, scopes }: SessionView, audience: string): Promise<string> {
    const { issuer, now, random, accessSeconds, signer } = this.#options;
    const issuedAt = now();
    const iat = Math.floor(issuedAt / 1_000);
    const about = {
      iss: issuer,
      sub: principal.id,
      aud: audience,
      client_id: clientId,
      scope: scopes.join(' '),
      sid: id,
    };
    const claims = { ...about, iat, exp: iat + accessSeconds, jti: randomBase62(22, random) };
    const text = await (await signer()).sign(claims, ACCESS_TOKEN_TYPE);
    this.#access.set(text, { sessionId: id, audience, issuedAt, expiresAt: issuedAt + accessSeconds * 1_000 });
    return text;
  }
}

function refused(): OAuthRefusal {
  return new OAuthRefusal('invalid_grant', 'The refresh token is not good any more. Sign in again.');
}
