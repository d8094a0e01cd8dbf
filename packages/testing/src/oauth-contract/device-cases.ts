import { formatUserCode, OAUTH_PATHS, parseUserCode } from '@wicketgate/contract';
import { expect } from 'vitest';
import { AuthorizationServer, CLI, deviceGrant, EDITOR } from './authorization-server.ts';
import type { OAuthCase } from './subject.ts';

const SECOND = 1_000;

export const deviceCases: readonly OAuthCase[] = [
  {
    name: 'begins with two codes, an address, ten minutes and an interval of five seconds (RFC 8628 section 3.2)',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const code = await server.begin();
      expect(code).toMatchObject({ expires_in: 600, interval: 5 });
      expect(code.device_code).toMatch(/^[a-z][a-z0-9_]*_dc_[0-9A-Za-z]{43}$/);
      expect(code.user_code).toBe(formatUserCode(parseUserCode(code.user_code) ?? ''));
      expect(code.verification_uri).toBe(server.issuer + OAUTH_PATHS.activate);
      expect(code.verification_uri_complete).toBe(`${code.verification_uri}?user_code=${code.user_code}`);
      expect(code.verification_uri_complete).not.toContain(code.device_code);
    },
  },
  {
    name: 'waits for the person, gives tokens once, and nothing afterwards',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const code = await server.begin();
      await subject.clock.advance(5 * SECOND);
      await server.pollRefused(code, 'authorization_pending');
      await subject.approve(code.user_code, await server.createKey());
      await subject.clock.advance(5 * SECOND);
      const granted = await server.poll(code);
      expect(granted.refresh_token).toMatch(/^[a-z][a-z0-9_]*_rt_[0-9A-Za-z]{43}$/);
      expect(granted.expires_in).toBe(1_800);
      await subject.clock.advance(5 * SECOND);
      await server.pollRefused(code, 'invalid_grant');
      expect(await server.me(granted.access_token)).toMatchObject({ principal: { id: 'owner-1' } });
    },
  },
  {
    name: 'gives tokens to one of many who poll at once',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const code = await server.begin();
      await subject.approve(code.user_code, await server.createKey());
      await subject.clock.advance(5 * SECOND);
      const grant = { ...deviceGrant(code), client_id: CLI };
      const polls = await Promise.all(Array.from({ length: 5 }, () => server.post(OAUTH_PATHS.token, grant)));
      expect(polls.filter(({ status }) => status === 200)).toHaveLength(1);
    },
  },
  {
    name: 'answers slow_down to a poll that comes early, and wants five seconds more from then on',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const code = await server.begin();
      await subject.clock.advance(5 * SECOND);
      await server.pollRefused(code, 'authorization_pending');
      await server.pollRefused(code, 'slow_down');
      await subject.clock.advance(10 * SECOND);
      await server.pollRefused(code, 'authorization_pending');
      await subject.clock.advance(10 * SECOND - 1);
      await server.pollRefused(code, 'slow_down');
      for (let round = 0; round < 2; round++) {
        await subject.clock.advance(15 * SECOND);
        await server.pollRefused(code, 'authorization_pending');
      }
    },
  },
  {
    name: 'ends with the refusal of the person',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const code = await server.begin();
      await subject.deny(code.user_code, await server.createKey());
      await subject.clock.advance(5 * SECOND);
      await server.pollRefused(code, 'access_denied');
    },
  },
  {
    name: 'ends after ten minutes',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const code = await server.begin();
      await subject.clock.advance(600 * SECOND - 1);
      await server.pollRefused(code, 'authorization_pending');
      await subject.clock.advance(5 * SECOND);
      await server.pollRefused(code, 'expired_token');
    },
  },
  {
    name: 'knows its code from that of another application, and from none',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const code = await server.begin();
      await subject.clock.advance(5 * SECOND);
      await server.refusal(OAUTH_PATHS.token, { ...deviceGrant(code), client_id: EDITOR }, 'invalid_grant');
      const none = { ...deviceGrant(code), device_code: `${code.device_code.slice(0, -43)}${'0'.repeat(43)}` };
      await server.refusal(OAUTH_PATHS.token, none, 'invalid_grant');
      await server.pollRefused(code, 'authorization_pending');
    },
  },
  {
    name: 'gives what was asked for and what the person has, and all of it when nothing was asked for',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const apiKey = await server.createKey({ scopes: ['tools:call', 'releases:read'] });
      const some = await server.signIn(apiKey, { scope: 'openid offline_access releases:read keys:burn' });
      expect(some.scope).toBe('releases:read');
      const all = await server.signIn(apiKey);
      expect(all.scope?.split(' ').sort()).toEqual(['releases:read', 'tools:call']);
      expect(await server.me(some.access_token)).toMatchObject({ scopes: ['releases:read'] });
    },
  },
  {
    name: 'gives tokens for the gateway and its MCP endpoint alone (RFC 8707 section 2)',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const { issuer } = server;
      const apiKey = await server.createKey();
      for (const resource of [issuer, `${issuer}/`, `${issuer}/mcp`]) await server.signIn(apiKey, { resource });
      for (const resource of ['https://elsewhere.example.com', `${issuer}/other`, `${issuer}/mcp#x`, 'mcp']) {
        await server.refusal(OAUTH_PATHS.deviceCode, { resource }, 'invalid_target');
      }
    },
  },
];
