import { createFakeGateway } from '@wicketgate/testing';
import { sendRaw, serveOverHttp } from '@wicketgate/testing/http';
import { describe, expect, it } from 'vitest';

/** Lets I/O go on until something has come about; a test that waits in vain ends by its own time limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('serveOverHttp', () => {
  it('hands over method, address, headers and body, and answers in kind', async () => {
    await using server = await serveOverHttp(async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = await request.text();
      const headers = { 'X-Seen': `${request.method} ${pathname}${search} ${request.headers.get('x-asked') ?? ''}` };
      return new Response(body.toUpperCase(), { status: 202, headers });
    });
    const headers = { 'X-Asked': 'yes' };
    const response = await fetch(`${server.url}/a%20b?c=d`, { method: 'POST', body: 'hello', headers });
    expect(response.status).toBe(202);
    expect(response.headers.get('x-seen')).toBe('POST /a%20b?c=d yes');
    expect(await response.text()).toBe('HELLO');
  });

  it('listens on the loopback address alone', async () => {
    await using server = await serveOverHttp(() => new Response());
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('ends the connection when the handler fails', async () => {
    const fake = createFakeGateway();
    await using server = await serveOverHttp(fake.fetch);
    fake.fail('network');
    await expect(fetch(`${server.url}/health`)).rejects.toBeInstanceOf(TypeError);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it('closes at once although an answer hangs', async () => {
    const fake = createFakeGateway();
    const server = await serveOverHttp(fake.fetch);
    fake.fail('hang');
    const hanging = fetch(`${server.url}/health`).catch((error: unknown) => error);
    // The request is on its way when the fake has seen it.
    await until(() => fake.requests.length > 0);
    await server.close();
    expect(await hanging).toBeInstanceOf(TypeError);
  });

  it('aborts the request when the client goes away', async () => {
    let signal: AbortSignal | undefined;
    await using server = await serveOverHttp((request) => {
      signal = request.signal;
      return new Promise<Response>(() => undefined);
    });
    const stop = new AbortController();
    const asked = fetch(server.url, { signal: stop.signal }).catch(() => undefined);
    await until(() => signal !== undefined);
    expect(signal?.aborted).toBe(false);
    stop.abort();
    await until(() => signal?.aborted === true);
    await asked;
  });
});

describe('sendRaw', () => {
  it('reads an answer with a length, and one in chunks', async () => {
    await using server = await serveOverHttp((request) => {
      const text = 'ä'.repeat(10);
      if (request.url.endsWith('/length')) return new Response(text, { headers: { 'Content-Length': '20' } });
      return new Response(new Blob([text, text]).stream());
    });
    const ask = (path: string) => sendRaw(server.url, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(await ask('/length')).toMatchObject({ status: 200, body: 'ä'.repeat(10) });
    expect(await ask('/chunks')).toMatchObject({ status: 200, body: 'ä'.repeat(20) });
  });

  it('says so when there is no answer', async () => {
    await using server = await serveOverHttp(() => Promise.reject(new Error('no')));
    const asked = sendRaw(server.url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await expect(asked).rejects.toThrow('without an answer');
  });
});
