import { describe, expect, it } from 'vitest';
import { startTestGateway } from '../support/test-gateway.ts';

const referenceScript = { etag: '"v1"', read: () => Promise.resolve(new TextEncoder().encode('/* script */')) };

describe('the reference page', () => {
  it('loads from the gateway alone, under a policy that lets nothing else in', async () => {
    const started = await startTestGateway({ dependencies: { referenceScript } });
    const page = await started.send('GET /docs', { key: null });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(policy).toContain("default-src 'none'; script-src 'self'; ");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    const html = await page.text();
    expect(html).not.toMatch(/https?:\/\//);
    for (const [, source = ''] of html.matchAll(/src="([^"]+)"/g)) {
      const script = await started.send(`GET /${source}`, { key: null });
      expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    }
    await started.close();
  });

  it('sends its script again only when it changed', async () => {
    const started = await startTestGateway({ dependencies: { referenceScript } });
    const headers = { 'if-none-match': '"v1"' };
    expect((await started.send('GET /docs/reference.js', { key: null })).headers.get('etag')).toBe('"v1"');
    expect((await started.send('GET /docs/reference.js', { key: null, headers })).status).toBe(304);
    await started.close();
  });

  it('shows the document of the version and address that answer', async () => {
    const started = await startTestGateway({
      environment: { WICKETGATE_PUBLIC_URL: 'https://keys.example.com/gate', WICKETGATE_DOCS: 'on' },
    });
    const document = (await (await started.send('GET /openapi.json', { key: null })).json()) as {
      openapi: string;
      servers: { url: string }[];
      info: { version: string };
      paths: object;
    };
    const health = (await (await started.send('GET /health', { key: null })).json()) as { version: string };
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.servers[0]?.url).toBe('https://keys.example.com/gate');
    expect(document.info.version).toBe(health.version);
    expect(Object.keys(document.paths)).toContain('/api/v1/auth/validate');
    await started.close();
  });

  it('is not there when it is switched off, and the page not without its script', async () => {
    const off = await startTestGateway({ environment: { WICKETGATE_DOCS: 'off' }, dependencies: { referenceScript } });
    for (const path of ['/docs', '/openapi.json', '/docs/reference.js', '/docs/start.js']) {
      expect((await off.send(`GET ${path}`, { key: null })).status).toBe(404);
    }
    const bare = await startTestGateway();
    expect((await bare.send('GET /docs', { key: null })).status).toBe(404);
    expect((await bare.send('GET /openapi.json', { key: null })).status).toBe(200);
    await Promise.all([off.close(), bare.close()]);
  });
});
