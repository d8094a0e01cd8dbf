import { OAUTH_PATHS } from '@wicketgate/contract';
import { expect } from 'vitest';
import { AuthorizationServer, CLI, EDITOR } from './authorization-server.ts';
import type { OAuthCase } from './subject.ts';

export const revocationCases: readonly OAuthCase[] = [
  {
    name: 'end the sign-in by either of its tokens (RFC 7009 section 2.1)',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      for (const which of ['refresh_token', 'access_token'] as const) {
        const granted = await server.signIn();
        const response = await server.post(OAUTH_PATHS.revoke, { token: granted[which], client_id: CLI });
        expect(response.status).toBe(200);
        await server.refreshRefused(granted.refresh_token);
        expect(await server.me(granted.access_token)).toBe('session_ended');
      }
    },
  },
  {
    name: 'answer 200 to a token that is none, and refuse those of another application (sections 2.1 and 2.2)',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const granted = await server.signIn();
      for (const token of ['nonsense', `${granted.refresh_token}x`]) {
        expect((await server.post(OAUTH_PATHS.revoke, { token, client_id: CLI })).status).toBe(200);
      }
      for (const token of [granted.refresh_token, granted.access_token]) {
        await server.refusal(OAUTH_PATHS.revoke, { token, client_id: EDITOR }, 'invalid_grant');
      }
      await server.refresh(granted.refresh_token);
    },
  },
  {
    name: 'tell nothing of a token to who shows no credential (RFC 7662 section 2.1)',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const { access_token: token } = await server.signIn();
      const response = await server.post(OAUTH_PATHS.introspect, { token });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain('active');
    },
  },
  {
    name: 'tell people of their own tokens, and administrators of any',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const mine = await server.createKey();
      const other = await server.createKey({ owner: { id: 'owner-2' } });
      const { access_token: token, refresh_token: refresh } = await server.signIn(mine);
      for (const credential of [mine, token, subject.adminKey]) {
        expect(await server.introspect(token, credential)).toMatchObject({
          active: true,
          sub: 'owner-1',
          client_id: CLI,
        });
        expect(await server.introspect(refresh, credential)).toMatchObject({ active: true });
      }
      expect(await server.introspect(token, other)).toEqual({ active: false });
      expect(await server.introspect('nonsense', subject.adminKey)).toEqual({ active: false });
    },
  },
  {
    name: 'tell that a token of a sign-in that was ended is not active',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const { access_token: token, refresh_token: refresh } = await server.signIn();
      await server.post(OAUTH_PATHS.revoke, { token: refresh, client_id: CLI });
      for (const ended of [token, refresh]) {
        expect(await server.introspect(ended, subject.adminKey)).toEqual({ active: false });
      }
    },
  },
];
