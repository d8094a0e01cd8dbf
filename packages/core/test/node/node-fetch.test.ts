import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { endpoints } from '@wicketgate/contract';
import { createFakeGateway } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { getGlobalDispatcher } from 'undici';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createNodeFetch, type NodeFetchOptions } from '../../src/node/node-fetch.ts';
import { AuthValidator } from '../../src/services/auth-validator.ts';
import { createHttpClient } from '../../src/services/http-client.ts';
import { failureOf } from '../fake-world.ts';

const signal = new AbortController().signal;
const GET = { method: 'GET', headers: {}, redirect: 'manual', signal } as const;

async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; url: string }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function openFetch(options?: NodeFetchOptions) {
  const opened = createNodeFetch(options);
  onTestFinished(() => opened.close());
  return opened;
}

/** A proxy that notes what it was asked for, and sends every request to one server. */
async function startProxy(target: string) {
  const asked: string[] = [];
  const { port } = new URL(target);
  const proxy = await listen((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.setHeader('content-type', 'text/plain');
    response.end('from the proxy');
  });
  proxy.server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url ?? ''}`);
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  return { ...proxy, asked };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('createNodeFetch', () => {
  it('carries a validator over a real socket', async () => {
    const gateway = createFakeGateway();
    const server = await serveOverHttp((request) => gateway.fetch(request));
    onTestFinished(() => server.close());
    const { fetch } = openFetch();
    const validator = new AuthValidator({ url: server.url, fetch });
    expect(await validator.validate(gateway.adminKey)).toMatchObject({ status: 'valid', via: 'gateway' });
    expect(await validator.validate(gateway.issue().apiKey.replace('wg_live_', 'xx_live_'))).toMatchObject({
      status: 'invalid',
    });
    await server.close();
    expect(await new AuthValidator({ url: server.url, fetch, retries: 0 }).validate(gateway.adminKey)).toMatchObject({
      status: 'unavailable',
      reason: 'offline',
      message: expect.stringContaining('ECONNREFUSED') as unknown,
    });
  });

  it('keeps connections open for the next request', async () => {
    const ports = new Set<number | undefined>();
    const { url } = await listen((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('ok');
    });
    const { fetch } = openFetch();
    for (let time = 0; time < 3; time++) {
      const { body } = await fetch(url, GET);
      while (!(await body?.getReader().read())?.done) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(ports.size).toBe(1);
  });

  it('follows no redirect', async () => {
    const { url } = await listen((_, response) => {
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await openFetch().fetch(url, GET)).status).toBe(302);
  });

  it.each([
    ['a redirect', 302, 'redirected'],
    ['what is no UTF-8', 200, 'bad_answer'],
  ])('keeps no connection for the body of %s, which nobody reads to its end', async (_, status, code) => {
    const { url } = await listen((_request, response) => {
      response.writeHead(status, { location: '/', 'content-type': 'application/json' });
      response.write(Buffer.alloc(256 * 1024, 0xff));
    });
    const opened = openFetch();
    const http = createHttpClient({ url, fetch: opened.fetch, retries: 0 });
    expect(await failureOf(http.call(endpoints.system.health, {}))).toMatchObject({ code });
    // Waits for all that is under way: with the body still open it would never end.
    await opened.close();
  });

  it('uses the proxy of the environment, and goes past it where NO_PROXY says so', async () => {
    const { url } = await listen((_, response) => response.end('direct'));
    const proxy = await startProxy(url);
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('http_proxy', proxy.url);
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    vi.stubEnv('https_proxy', proxy.url);
    vi.stubEnv('NO_PROXY', 'direct.example.com');
    vi.stubEnv('no_proxy', 'direct.example.com');
    const { fetch } = openFetch();
    expect((await fetch('http://gateway.example.com/path', GET)).status).toBe(200);
    await failureOf(fetch('https://gateway.example.com/path', GET));
    expect(proxy.asked).toEqual([expect.stringMatching(/gateway\.example\.com/), 'CONNECT gateway.example.com:443']);
    await failureOf(fetch('http://direct.example.com/', { ...GET, signal: AbortSignal.abort() }));
    expect(proxy.asked).toHaveLength(2);
  });

  it('reaches loopback directly whatever the environment says: http is allowed there because it stays there', async () => {
    const { url } = await listen((_, response) => response.end('direct'));
    const proxy = await startProxy(url);
    for (const name of ['HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, proxy.url);
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '');
    const { port } = new URL(url);
    for (const options of [{}, { proxy: new URL(proxy.url) }] satisfies NodeFetchOptions[]) {
      const { fetch } = openFetch(options);
      for (const host of ['127.0.0.1', 'localhost'])
        expect((await fetch(`http://${host}:${port}/`, GET)).status).toBe(200);
    }
    expect(proxy.asked).toEqual([]);
  });

  it('uses the proxy that it is given, or none at all', async () => {
    const { url } = await listen((_, response) => response.end('direct'));
    const [proxy, other] = [await startProxy(url), await startProxy(url)];
    for (const name of ['HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, other.url);
    await openFetch({ proxy: new URL(proxy.url) }).fetch('http://gateway.example.com/', GET);
    await failureOf(openFetch({ proxy: 'none' }).fetch('http://gateway.invalid/', GET));
    expect([proxy.asked.length, other.asked.length]).toEqual([1, 0]);
  });

  it('leaves the global dispatcher alone', async () => {
    const before = getGlobalDispatcher();
    const globalFetch = globalThis.fetch;
    const opened = createNodeFetch();
    expect([getGlobalDispatcher(), globalThis.fetch]).toEqual([before, globalFetch]);
    await opened.close();
    await opened.close();
  });

  it('refuses an idle time out of range', () => {
    expect(() => createNodeFetch({ keepAliveMs: 0 })).toThrow(TypeError);
  });
});
