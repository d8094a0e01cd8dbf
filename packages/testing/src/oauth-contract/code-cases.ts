import { GRANT_TYPES, OAUTH_PATHS } from '@wicketgate/contract';
import { expect } from 'vitest';
import { base64url, sha256 } from '../fake-gateway/receipts.ts';
import { AuthorizationServer, CLI, EDITOR, type Granted } from './authorization-server.ts';
import type { OAuthCase, OAuthSubject } from './subject.ts';

const REDIRECT = 'http://127.0.0.1:51234/callback';
const VERIFIER = 'a-verifier-of-at-least-43-characters-0123456789';
const STATE = 'state-of-the-suite';

/** A browser at an authorization request. */
class Browser {
  readonly server: AuthorizationServer;
  readonly #apiKey: string;

  private constructor(server: AuthorizationServer, apiKey: string) {
    this.server = server;
    this.#apiKey = apiKey;
  }

  static async open(subject: OAuthSubject): Promise<Browser> {
    const server = new AuthorizationServer(subject);
    return new Browser(server, await server.createKey());
  }

  /** What comes back to the application, when the request is allowed. `undefined` leaves a parameter out. */
  async ask(change: Readonly<Record<string, string | undefined>> = {}): Promise<URLSearchParams> {
    const { subject, issuer } = this.server;
    const parameters = { ...(await request()), ...change };
    const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const address = `${issuer}${OAUTH_PATHS.authorize}?${new URLSearchParams(given).toString()}`;
    const back = new URL((await subject.authorize?.(address, this.#apiKey)) ?? expect.fail('There is no browser.'));
    expect(`${back.protocol}//${back.host}${back.pathname}`).toBe(REDIRECT);
    expect(back.searchParams.get('state')).toBe(STATE);
    // Who mixes servers up notices it by this (RFC 9207 section 2).
    expect(back.searchParams.get('iss')).toBe(issuer);
    return back.searchParams;
  }

  async code(): Promise<string> {
    return (await this.ask()).get('code') ?? expect.fail('There is no code.');
  }

  redeem(code: string): Promise<Granted> {
    return this.server.tokens(redemption(code));
  }

  async redeemRefused(code: string, change: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.server.refusal(OAUTH_PATHS.token, { ...redemption(code), ...change }, 'invalid_grant');
  }
}

async function request(): Promise<Readonly<Record<string, string>>> {
  return {
    response_type: 'code',
    client_id: CLI,
    redirect_uri: REDIRECT,
    state: STATE,
    code_challenge: base64url(await sha256(VERIFIER)),
    code_challenge_method: 'S256',
  };
}

const redemption = (code: string) => ({
  grant_type: GRANT_TYPES.authorizationCode,
  code,
  redirect_uri: REDIRECT,
  code_verifier: VERIFIER,
});

export const codeCases: readonly OAuthCase[] = [
  {
    name: 'are given to a loopback address, and give tokens to who has the verifier (RFC 7636 section 4.6)',
    needs: 'authorize',
    async run(subject) {
      const browser = await Browser.open(subject);
      const granted = await browser.redeem(await browser.code());
      expect(await browser.server.me(granted.access_token)).toMatchObject({ principal: { id: 'owner-1' } });
    },
  },
  {
    name: 'give nothing twice: the second use ends the sign-in of the first (RFC 6749 section 4.1.2)',
    needs: 'authorize',
    async run(subject) {
      const browser = await Browser.open(subject);
      const code = await browser.code();
      const granted = await browser.redeem(code);
      await browser.redeemRefused(code);
      await browser.server.refreshRefused(granted.refresh_token);
      expect(await browser.server.me(granted.access_token)).toBe('session_ended');
    },
  },
  {
    name: 'give nothing without the right verifier, address and application',
    needs: 'authorize',
    async run(subject) {
      const browser = await Browser.open(subject);
      await browser.redeemRefused(await browser.code(), { code_verifier: `${VERIFIER}x` });
      await browser.redeemRefused(await browser.code(), { redirect_uri: `${REDIRECT}/other` });
      await browser.redeemRefused(await browser.code(), { client_id: EDITOR });
      await browser.redeemRefused('made-up');
    },
  },
  {
    name: 'last 60 seconds',
    needs: 'authorize',
    async run(subject) {
      const browser = await Browser.open(subject);
      const [kept, late] = [await browser.code(), await browser.code()];
      await subject.clock.advance(59_999);
      await browser.redeem(kept);
      await subject.clock.advance(1);
      await browser.redeemRefused(late);
    },
  },
  {
    name: 'are not given without a challenge, nor for a plain one (RFC 9700 section 2.1.1)',
    needs: 'authorize',
    async run(subject) {
      const browser = await Browser.open(subject);
      for (const change of [
        { code_challenge: undefined },
        { code_challenge_method: undefined },
        { code_challenge_method: 'plain' },
      ]) {
        const answer = await browser.ask(change);
        expect(answer.get('error')).toBe('invalid_request');
        expect(answer.has('code')).toBe(false);
      }
    },
  },
  {
    name: 'are all that is given: no token comes back through a browser (RFC 9700 section 2.1.2)',
    needs: 'authorize',
    async run(subject) {
      const browser = await Browser.open(subject);
      expect((await browser.ask({ response_type: 'token' })).get('error')).toBe('unsupported_response_type');
    },
  },
];
