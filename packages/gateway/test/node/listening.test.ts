import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { answerRequests, createHttpServer } from '../../src/node/http-server.ts';
import { listen, stopListening, urlOf } from '../../src/node/listening.ts';
import { configOf, startSocketGateway } from '../support/socket-gateway.ts';
import { startNodeGateway } from '../../src/node.ts';

/** A server whose only answer waits until the test lets it go. */
async function slowServer() {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let arrived: () => void = () => undefined;
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  const newRequestId = () => 'request-1';
  const fetch = async () => {
    arrived();
    await held;
    return new Response('done');
  };
  const server = createHttpServer({ newRequestId });
  answerRequests(server, { newRequestId, fetch });
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  return { server, port, letGo, arrival };
}

/** The text of an answer over a connection that would be kept alive, or the code of its failure. */
function ask(port: number): Promise<string> {
  return new Promise((resolve) => {
    const asked = request({ port, host: '127.0.0.1', headers: { connection: 'keep-alive' } }, (answer) => {
      answer.setEncoding('utf8').on('data', resolve);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? 'failed');
    });
    asked.end();
  });
}

describe('stopping', () => {
  it('finishes the request that runs, and neither takes another nor waits for a connection that is kept alive', async () => {
    const { server, port, letGo, arrival } = await slowServer();
    const clock = createFakeClock();
    const kept = connect(port, '127.0.0.1').setEncoding('utf8');
    kept.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await arrival;
    const stopped = stopListening(server, { graceMs: 10_000, clock });
    expect(await ask(port)).toBe('ECONNREFUSED');
    let text = '';
    kept.on('data', (part) => (text += String(part)));
    const ended = once(kept, 'close');
    letGo();
    expect(await stopped).toBe(0);
    await ended;
    expect(text).toContain('done');
    expect(clock.sleepers).toBe(0);
  });

  it('cuts off what does not end within its time', async () => {
    const { server, port, arrival } = await slowServer();
    const clock = createFakeClock();
    const running = ask(port);
    await arrival;
    const stopped = stopListening(server, { graceMs: 10_000, clock });
    await clock.advance(10_000);
    expect(await running).toBe('ECONNRESET');
    expect(await stopped).toBe(1);
  });

  it.each([
    ['asked for a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n'],
    ['sent what is no HTTP', 'nonsense\r\n\r\n'],
  ])('does not wait for a caller who %s and keeps his end open', async (_what, bytes) => {
    const newRequestId = () => 'request-1';
    const server = createHttpServer({ newRequestId });
    const port = await listen(server, { host: '127.0.0.1', port: 0 });
    const caller = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume();
    caller.on('error', () => undefined);
    caller.write(bytes);
    await once(caller, 'end');
    const clock = createFakeClock();
    const stopped = stopListening(server, { graceMs: 1_000, clock });
    await clock.advance(1_000);
    expect(await stopped).toBeLessThanOrEqual(1);
    caller.destroy();
  });

  it('writes what was counted before it closes the database, and may be asked for twice', async () => {
    const started = await startSocketGateway();
    const authorization = `Bearer ${started.adminKey}`;
    await fetch(`${started.url}/api/v1/me`, { headers: { authorization } });
    const config = configOf({ WICKETGATE_PORT: '0', WICKETGATE_DATA_DIR: started.folder });
    const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const stopping = started.stop();
    await Promise.all([stopping, started.stop()]);
    const again = await startNodeGateway({ config, logger: silent });
    const list = await fetch(`${again.url}/admin/api/keys`, { headers: { authorization } });
    const { items } = (await list.json()) as { items: { usage_count: number; last_used_ip: string }[] };
    expect(items[0]).toMatchObject({ usage_count: 1, last_used_ip: '127.0.0.1' });
    await again.close();
    await started.close();
  });
});

describe('listening', () => {
  it('says in a sentence that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(listen(createServer(), { host: '127.0.0.1', port })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken. Stop what listens there, or set WICKETGATE_PORT to another.`,
    );
    other.close();
  });

  it('says in a sentence that an address is not this machine’s', async () => {
    await expect(listen(createServer(), { host: '192.0.2.1', port: 0 })).rejects.toThrow(
      'This machine has no address 192.0.2.1.',
    );
  });

  it('writes an IPv6 address in brackets', () => {
    expect(urlOf('::1', 8787)).toBe('http://[::1]:8787');
    expect(urlOf('127.0.0.1', 8787)).toBe('http://127.0.0.1:8787');
  });
});
