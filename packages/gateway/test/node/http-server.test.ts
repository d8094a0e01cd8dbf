import { connect } from 'node:net';
import { once } from 'node:events';
import { problemSchema } from '@wicketgate/contract';
import { sendRaw } from '@wicketgate/testing/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SocketGateway, startSocketGateway } from '../support/socket-gateway.ts';

const TIMEOUTS = { headersMs: 200, requestMs: 300, checkEveryMs: 50 };

describe('the HTTP server', () => {
  let started: SocketGateway;
  beforeAll(async () => {
    started = await startSocketGateway({}, { timeouts: TIMEOUTS });
  });
  afterAll(() => started.close());

  const refusal = async (...lines: string[]) => {
    const { status, body } = await sendRaw(started.url, lines.join('\r\n'));
    return [status, problemSchema.parse(JSON.parse(body)).code];
  };

  it('gives up on headers that do not arrive, and says so', async () => {
    expect(await refusal('GET /health HTTP/1.1', 'Host: a')).toEqual([408, 'request_timeout']);
  });

  it('gives up on a body that does not arrive, and says so', async () => {
    const head = [`Authorization: Bearer ${started.adminKey}`, 'Content-Type: application/json', 'Content-Length: 10'];
    const answer = await refusal('POST /api/v1/auth/validate HTTP/1.1', 'Host: a', ...head, '', '{');
    expect(answer).toEqual([408, 'request_timeout']);
  });

  it('takes a body after 100 Continue, and refuses any other expectation', async () => {
    const head = [`Authorization: Bearer ${started.adminKey}`, 'Content-Type: application/json', 'Content-Length: 2'];
    const lines = [
      'POST /api/v1/auth/validate HTTP/1.1',
      'Host: a',
      'Connection: close',
      'Expect: 100-continue',
      ...head,
    ];
    const answer = await sendRaw(started.url, [...lines, '', '{}'].join('\r\n'));
    expect(answer.status).toBe(200);
    expect(await refusal('GET /health HTTP/1.1', 'Host: a', 'Expect: miracles', '', '')).toEqual([
      400,
      'malformed_request',
    ]);
  });

  it('refuses to be a tunnel', async () => {
    expect(await refusal('CONNECT example.com:443 HTTP/1.1', 'Host: example.com', '', '')).toEqual([
      400,
      'malformed_request',
    ]);
  });

  it('outlives a caller who asks for a tunnel and hangs up before the answer', async () => {
    for (let turn = 0; turn < 20; turn++) {
      const socket = connect(Number(new URL(started.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n');
      const closed = once(socket, 'close');
      socket.resetAndDestroy();
      await closed;
    }
    expect((await fetch(`${started.url}/health`)).status).toBe(200);
  });

  it('answers several requests on one connection', async () => {
    const socket = connect(Number(new URL(started.url).port), '127.0.0.1');
    const request = 'GET /health HTTP/1.1\r\nHost: a\r\n\r\n';
    socket.write(request + request);
    let text = '';
    while ((text.match(/HTTP\/1\.1 200 OK/g) ?? []).length < 2) text += String((await once(socket, 'data'))[0]);
    socket.destroy();
  });

  it('goes on serving after a caller hung up in the middle of a body', async () => {
    const socket = connect(Number(new URL(started.url).port), '127.0.0.1');
    socket.write(`POST /api/v1/auth/validate HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${started.adminKey}\r\n`);
    socket.write('Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
    await once(socket, 'ready');
    socket.destroy();
    expect((await fetch(`${started.url}/health`)).status).toBe(200);
  });

  it('tells the app the address of the other end', async () => {
    const response = await fetch(`${started.url}/admin/api/keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${started.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'a key', owner: { id: 'owner-1' } }),
    });
    expect(response.status).toBe(201);
  });
});
