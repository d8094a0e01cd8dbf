import { looksLikeAccessToken } from '@wicketgate/contract';
import { expect } from 'vitest';
import { AuthorizationServer, CLI } from './authorization-server.ts';
import type { OAuthCase } from './subject.ts';

const SECOND = 1_000;

/** The token with another first letter of its signature. */
function forged(token: string): string {
  const at = token.lastIndexOf('.') + 1;
  return token.slice(0, at) + (token.charAt(at) === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

export const tokenCases: readonly OAuthCase[] = [
  {
    name: 'look like none but themselves, and speak for a sign-in',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const { access_token: token } = await server.signIn(await server.createKey({ tier: 'pro' }));
      expect(looksLikeAccessToken(token)).toBe(true);
      expect(await server.me(token)).toMatchObject({
        key: null,
        session: { client_id: CLI },
        principal: { id: 'owner-1' },
        tier: 'pro',
        role: 'user',
      });
    },
  },
  {
    name: 'open nothing after their time',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const granted = await server.signIn();
      await subject.clock.advance((granted.expires_in - 1) * SECOND);
      expect(await server.me(granted.access_token)).toMatchObject({ key: null });
      await subject.clock.advance(SECOND);
      expect(await server.me(granted.access_token)).toBe('token_expired');
    },
  },
  {
    name: 'open nothing when a letter of their signature is another',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const { access_token: token } = await server.signIn();
      expect(await server.me(forged(token))).toBe('unknown_token');
      expect(await server.me('eyJhbGciOiJub25lIn0.e30.AA')).toBe('unknown_token');
    },
  },
];
