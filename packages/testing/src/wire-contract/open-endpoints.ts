import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import type { Wire } from './wire.ts';

export function openEndpoints(wire: () => Wire): void {
  describe('endpoints that need no key', () => {
    it('tell their health and readiness', async () => {
      const { health, apiHealth, ready } = endpoints.system;
      expect((await wire().call(health, { key: null })).answer.status).toBe('ok');
      expect((await wire().call(apiHealth, { key: null })).answer.status).toBe('ok');
      expect((await wire().call(ready, { key: null })).answer.status).toBe('ready');
    });

    it('answer health whatever the credentials are', async () => {
      await wire().call(endpoints.system.health, { key: 'wg_live_nonsense' });
      await wire().call(endpoints.system.apiHealth, { key: 'wg_live_nonsense' });
    });

    it('publish at least one public key, and nothing of a private one', async () => {
      const response = await wire().send('GET /.well-known/jwks.json', { key: null });
      const text = await response.text();
      const { keys } = endpoints.system.jwks.answer.parse(JSON.parse(text));
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' });
      expect(text).not.toContain('"d"');
    });

    it('answer HEAD as GET without the body', async () => {
      const response = await wire().send('HEAD /health', { key: null });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
      expect(await response.text()).toBe('');
    });

    it('take over a well-formed request id, and make their own for any other', async () => {
      const idOf = async (id: string) =>
        (await wire().send('GET /health', { key: null, headers: { 'X-Request-Id': id } })).headers.get('x-request-id');
      expect(await idOf('request-0001')).toBe('request-0001');
      for (const bad of ['short', 'a'.repeat(65), 'request id', 'request<script>']) {
        const made = await idOf(bad);
        expect(made).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
        expect(made).not.toBe(bad);
      }
    });
  });
}
