import { describe, expect, it } from 'vitest';
import { startTestGateway } from '../support/test-gateway.ts';

describe('X-API-Key', () => {
  it('is nothing unless it is switched on', async () => {
    const started = await startTestGateway();
    const response = await started.send('GET /api/v1/me', { key: null, headers: { 'x-api-key': started.adminKey } });
    expect(await response.json()).toMatchObject({ code: 'missing_credentials' });
    await started.close();
  });

  it('is taken where it is switched on and there is no Authorization (XV-02)', async () => {
    const started = await startTestGateway({ environment: { WICKETGATE_ACCEPT_X_API_KEY: 'true' } });
    const send = (headers: Record<string, string>) => started.send('GET /api/v1/me', { key: null, headers });
    expect((await send({ 'x-api-key': started.adminKey })).status).toBe(200);
    const both = await send({ 'x-api-key': started.adminKey, authorization: 'Basic dXNlcjpwYXNz' });
    expect(await both.json()).toMatchObject({ code: 'unsupported_scheme' });
    expect(await (await send({ 'x-api-key': 'two words' })).json()).toMatchObject({ code: 'malformed_key' });
    expect(await (await send({ 'x-api-key': 'a'.repeat(513) })).json()).toMatchObject({ code: 'malformed_key' });
    expect(await (await send({ 'x-api-key': '' })).json()).toMatchObject({ code: 'missing_credentials' });
    // It is an aid for keys of old; an access token has its own header.
    const { token } = await started.signIn();
    expect(await (await send({ 'x-api-key': token })).json()).toMatchObject({ code: 'malformed_key' });
    await started.close();
  });
});
