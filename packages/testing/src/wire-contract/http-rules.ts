import { type Endpoint, endpointList, endpoints, REQUEST_LIMITS } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { expectProblem, pathOf, type Wire } from './wire.ts';

/** An id that is well-formed and names nothing. */
const NOBODY = { id: '0000000000' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

const paths = [...new Set(endpointList.map((endpoint) => endpoint.path))];

/** GET brings HEAD with it. */
function methodsAt(path: Endpoint['path']): string[] {
  const methods = endpointList.filter((endpoint) => endpoint.path === path).map(({ method }) => method);
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
}

const allowed = (response: Response) => (response.headers.get('allow') ?? '').split(/\s*,\s*/).sort();

export function httpRules(wire: () => Wire): void {
  describe('rules of HTTP', () => {
    for (const path of paths) {
      const endpoint = endpointList.find((candidate) => candidate.path === path);
      if (!endpoint) continue;
      const filled = pathOf(endpoint, NOBODY);

      it(`names the methods of ${path} to a wrong one, key or no key`, async () => {
        const { response } = await expectProblem(
          await wire().send(`DELETE ${filled}`, { key: null }),
          'method_not_allowed',
        );
        expect(allowed(response)).toEqual(methodsAt(path));
      });

      it(`names the methods of ${path} to OPTIONS without an Origin`, async () => {
        const response = await wire().send(`OPTIONS ${filled}`, { key: null });
        expect(response.status).toBe(204);
        expect(allowed(response)).toEqual(methodsAt(path));
      });
    }

    it('does not tell a stranger which paths exist beyond the table', async () => {
      await expectProblem(await wire().send('GET /api/v1/nothing', { key: null }), 'not_found');
    });

    it('takes a body of exactly the limit', async () => {
      const body = '{}'.padEnd(REQUEST_LIMITS.bodyBytes, ' ');
      const response = await wire().send('POST /api/v1/auth/validate', { body, headers: JSON_TYPE });
      expect(response.status).toBe(200);
    });

    it('takes an empty body for an empty object', async () => {
      expect((await wire().send('POST /api/v1/auth/validate')).status).toBe(200);
      expect((await wire().send('POST /api/v1/auth/validate', { headers: JSON_TYPE })).status).toBe(200);
    });

    it('takes JSON that says it is UTF-8, in any case', async () => {
      for (const type of ['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"']) {
        const init = { body: '{}', headers: { 'Content-Type': type } };
        expect((await wire().send('POST /api/v1/auth/validate', init)).status).toBe(200);
      }
    });

    it('takes the scheme in any case, and more than one blank after it', async () => {
      for (const scheme of ['bearer ', 'BEARER ', 'Bearer   ']) {
        const headers = { Authorization: scheme + wire().subject.adminKey };
        expect((await wire().send('GET /api/v1/me', { key: null, headers })).status).toBe(200);
      }
    });

    it('names every member that is refused, by its path', async () => {
      const body = JSON.stringify({ name: '', owner: { id: '' } });
      const response = await wire().send('POST /admin/api/keys', { body, headers: JSON_TYPE });
      const { problem } = await expectProblem(response, 'invalid_field');
      expect(problem.errors?.map(({ field }) => field).sort()).toEqual(['name', 'owner.id']);

      const unknown = { name: 'a', owner: { id: 'a', extra: 1 } };
      const second = await wire().send('POST /admin/api/keys', { body: JSON.stringify(unknown), headers: JSON_TYPE });
      const refused = await expectProblem(second, 'unknown_field');
      expect(refused.problem.errors?.map(({ field }) => field)).toEqual(['owner.extra']);
    });

    it('answers HEAD with the status of GET', async () => {
      const response = await wire().send(`HEAD ${endpoints.auth.me.path}`, { key: null });
      expect(response.status).toBe(401);
      expect(await response.text()).toBe('');
    });
  });
}
