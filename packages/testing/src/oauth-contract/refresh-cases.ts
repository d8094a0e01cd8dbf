import { GRANT_TYPES, OAUTH_PATHS } from '@wicketgate/contract';
import { expect } from 'vitest';
import { AuthorizationServer, EDITOR } from './authorization-server.ts';
import type { OAuthCase } from './subject.ts';

const SECOND = 1_000;
const DAY = 24 * 60 * 60 * SECOND;

export const refreshCases: readonly OAuthCase[] = [
  {
    name: 'give a new pair, and leave the access token before alone',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const first = await server.signIn();
      const second = await server.refresh(first.refresh_token);
      expect(second.refresh_token).not.toBe(first.refresh_token);
      expect(second.access_token).not.toBe(first.access_token);
      for (const { access_token: token } of [first, second]) {
        expect(await server.me(token)).toMatchObject({ principal: { id: 'owner-1' } });
      }
    },
  },
  {
    name: 'give the same successor again for 30 seconds, to who lost the answer',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const first = await server.signIn();
      const second = await server.refresh(first.refresh_token);
      await subject.clock.advance(30 * SECOND);
      const again = await server.refresh(first.refresh_token);
      expect(again.refresh_token).toBe(second.refresh_token);
      expect(await server.me(again.access_token)).toMatchObject({ principal: { id: 'owner-1' } });
    },
  },
  {
    name: 'give one successor to all who ask at once',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const first = await server.signIn();
      const answers = await Promise.all(Array.from({ length: 10 }, () => server.refresh(first.refresh_token)));
      const successors = new Set(answers.map(({ refresh_token: successor }) => successor));
      expect(successors.size).toBe(1);
      for (const successor of successors) await server.refresh(successor);
    },
  },
  {
    name: 'end the sign-in when one is used again after 30 seconds',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const first = await server.signIn();
      const second = await server.refresh(first.refresh_token);
      await subject.clock.advance(30 * SECOND + 1);
      await server.refreshRefused(first.refresh_token);
      await server.refreshRefused(second.refresh_token);
      expect(await server.me(second.access_token)).toBe('session_ended');
    },
  },
  {
    name: 'end the sign-in when the one before the last is used again, however soon',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const first = await server.signIn();
      const second = await server.refresh(first.refresh_token);
      const third = await server.refresh(second.refresh_token);
      await server.refreshRefused(first.refresh_token);
      await server.refreshRefused(third.refresh_token);
      expect(await server.me(third.access_token)).toBe('session_ended');
    },
  },
  {
    name: 'serve only the application that they were given to, and nobody who makes one up',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const { refresh_token: token } = await server.signIn();
      const grant = { grant_type: GRANT_TYPES.refreshToken, refresh_token: token };
      await server.refusal(OAUTH_PATHS.token, { ...grant, client_id: EDITOR }, 'invalid_grant');
      await server.refreshRefused(`${token.slice(0, -43)}${'0'.repeat(43)}`);
      await server.refresh(token);
    },
  },
  {
    name: 'last seven days from their last use, and thirty in all',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const left = await server.signIn();
      let held = await server.signIn();
      for (let week = 0; week < 4; week++) {
        await subject.clock.advance(7 * DAY - SECOND);
        held = await server.refresh(held.refresh_token);
        // It is older than the other one by the five seconds of a poll.
        await server.refreshRefused(left.refresh_token);
      }
      await subject.clock.advance(2 * DAY + 10 * SECOND);
      await server.refreshRefused(held.refresh_token);
    },
  },
];
