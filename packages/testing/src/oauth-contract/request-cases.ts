import { GRANT_TYPES, OAUTH_PATHS, type OAuthErrorCode } from '@wicketgate/contract';
import { expect } from 'vitest';
import { AuthorizationServer, CLI, deviceGrant, expectRefusal } from './authorization-server.ts';
import type { OAuthCase } from './subject.ts';

const POSTED = [OAUTH_PATHS.deviceCode, OAUTH_PATHS.token, OAUTH_PATHS.deviceToken, OAUTH_PATHS.refresh] as const;
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

const REFUSED: readonly (readonly [Readonly<Record<string, string>>, OAuthErrorCode])[] = [
  [{}, 'invalid_request'],
  [{ grant_type: 'password', username: 'a', password: 'b' }, 'unsupported_grant_type'],
  [{ grant_type: 'client_credentials' }, 'unsupported_grant_type'],
  [{ grant_type: GRANT_TYPES.deviceCode }, 'invalid_request'],
  [{ grant_type: GRANT_TYPES.refreshToken }, 'invalid_request'],
  [{ grant_type: GRANT_TYPES.authorizationCode }, 'invalid_request'],
];

export const requestCases: readonly OAuthCase[] = [
  {
    name: 'are answered alike as a form and as JSON, and under the short names of one grant',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const apiKey = await server.createKey();
      for (const as of ['form', 'json'] as const) {
        const code = await server.begin({}, { as });
        await subject.approve(code.user_code, apiKey);
        await subject.clock.advance(code.interval * 1_000);
        const first = await server.tokens({ device_code: code.device_code }, { as }, OAUTH_PATHS.deviceToken);
        const next = await server.tokens({ refresh_token: first.refresh_token }, { as }, OAUTH_PATHS.refresh);
        expect(next.refresh_token).not.toBe(first.refresh_token);
      }
    },
  },
  {
    name: 'are refused when they put anything into the address, where logs would keep it',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const code = await server.begin();
      for (const path of POSTED) await server.refusal(`${path}?client_id=${CLI}`, {}, 'invalid_request');
      const secret = new URLSearchParams({ client_id: CLI, ...deviceGrant(code) }).toString();
      const refused = await server.post(`${OAUTH_PATHS.token}?${secret}`, {});
      expect(await refused.clone().text()).not.toContain(code.device_code);
      await expectRefusal(refused, 'invalid_request');
    },
  },
  {
    name: 'are refused when they name a parameter twice (RFC 6749 section 3.2)',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const body = `client_id=${CLI}&client_id=${CLI}`;
      const init = { method: 'POST', body, headers: FORM };
      for (const path of POSTED) await expectRefusal(await server.send(path, init), 'invalid_request');
    },
  },
  {
    name: 'are refused when their body is of another kind, broken, or no object of texts',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const bodies: readonly (readonly [string, string])[] = [
        ['text/plain', `client_id=${CLI}`],
        ['application/json', '{"client_id":'],
        ['application/json', '[]'],
        ['application/json', '{"client_id":1}'],
      ];
      for (const [type, body] of bodies) {
        const response = await server.send(OAUTH_PATHS.deviceCode, {
          method: 'POST',
          body,
          headers: { 'Content-Type': type },
        });
        await expectRefusal(response, 'invalid_request');
      }
    },
  },
  {
    name: 'take 16,384 bytes and not one more',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const head = `client_id=${CLI}&padding=`;
      const send = (size: number) =>
        server.send(OAUTH_PATHS.deviceCode, { method: 'POST', body: head.padEnd(size, 'a'), headers: FORM });
      expect((await send(16_384)).status).toBe(200);
      await expectRefusal(await send(16_385), 'invalid_request');
    },
  },
  {
    name: 'may have members that nobody knows (RFC 6749 section 3.2)',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const code = await server.begin({ audience: 'elsewhere', vendor_extension: '1' });
      expect(code.interval).toBeGreaterThan(0);
    },
  },
  {
    name: 'are refused by what is wrong with the grant',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      for (const [parameters, code] of REFUSED) await server.refusal(OAUTH_PATHS.token, parameters, code);
    },
  },
  {
    name: 'of an application that nobody registered are refused',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const client_id = 'somebody-else';
      await server.refusal(OAUTH_PATHS.deviceCode, { client_id }, 'invalid_client');
      const grant = { grant_type: GRANT_TYPES.refreshToken, refresh_token: 'wg_rt_none', client_id };
      await server.refusal(OAUTH_PATHS.token, grant, 'invalid_client');
    },
  },
  {
    name: 'may name the application as a user without a password (RFC 6749 section 2.3.1)',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      const headers = { Authorization: `Basic ${btoa(`${CLI}:`)}`, ...FORM };
      const response = await server.send(OAUTH_PATHS.deviceCode, { method: 'POST', body: 'scope=a', headers });
      expect(response.status).toBe(200);
    },
  },
  {
    name: 'with another method are told which one it is',
    async run(subject) {
      const server = new AuthorizationServer(subject);
      for (const path of [...POSTED, OAUTH_PATHS.revoke, OAUTH_PATHS.introspect]) {
        const response = await server.send(path);
        expect(response.status).toBe(405);
        expect(response.headers.get('allow')?.split(/\s*,\s*/)).toContain('POST');
      }
    },
  },
];
