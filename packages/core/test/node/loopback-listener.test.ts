import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createLoopbackListener } from '../../src/node/loopback-listener.ts';
import type { RedirectListener } from '../../src/ports/redirect-listener.ts';
import { failureOf } from '../fake-world.ts';

const open: RedirectListener[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
});

async function listening() {
  const listener = await createLoopbackListener();
  open.push(listener);
  return listener;
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
}

/** Sends to a listener whatever is wanted; `fetch` would not send another Host. */
function send({ redirectUri }: RedirectListener, { method = 'GET', path, host }: Sent = {}) {
  const url = new URL(redirectUri);
  const line = { hostname: '127.0.0.1', port: url.port, method, path: path ?? url.pathname, agent: false as const };
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const outgoing = request({ ...line, headers: { host: host ?? url.host } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    outgoing.on('error', reject).end();
  });
}

function connected({ redirectUri }: RedirectListener): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(redirectUri).port), '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

describe('a loopback listener', () => {
  it('stands at the path that it is given, for a client whose redirect address is registered', async () => {
    const listener = await createLoopbackListener({ path: '/callback' });
    open.push(listener);
    expect(listener.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect((await send(listener, { path: '/other?code=x' })).status).toBe(404);
    expect((await send(listener, { path: '/callback?code=x' })).status).toBe(200);
    expect((await listener.answer()).searchParams.get('code')).toBe('x');
  });

  it.each(['', 'callback', '/call back', '/../x?', `/${'x'.repeat(64)}`])('takes no path %o', async (path) => {
    expect(await failureOf(createLoopbackListener({ path }))).toBeInstanceOf(TypeError);
  });

  it('answers the address that the browser came back with, and shows a page that runs nothing', async () => {
    const listener = await listening();
    expect(listener.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/signed-in\/[\w-]{22}$/);
    const path = `${new URL(listener.redirectUri).pathname}?code=planted-code&state=s`;
    const { status, headers, text } = await send(listener, { path });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'x-content-type-options': 'nosniff',
    });
    expect(text).toContain('Back to where you began');
    expect(text).not.toMatch(/<script|planted-code/);
    expect((await listener.answer()).searchParams.get('code')).toBe('planted-code');
  });

  it('has another port and another path each time', async () => {
    const [one, other] = [await listening(), await listening()];
    expect(new URL(one.redirectUri).port).not.toBe(new URL(other.redirectUri).port);
    expect(new URL(one.redirectUri).pathname).not.toBe(new URL(other.redirectUri).pathname);
  });

  it('takes one answer, and says to a second that it is too late', async () => {
    const listener = await listening();
    const { pathname } = new URL(listener.redirectUri);
    expect((await send(listener, { path: `${pathname}?code=first` })).status).toBe(200);
    expect((await send(listener, { path: `${pathname}?code=second` })).status).toBe(410);
    expect((await listener.answer()).searchParams.get('code')).toBe('first');
  });

  it('refuses other Hosts, paths and methods, and goes on waiting', async () => {
    const listener = await listening();
    const { pathname, port, host } = new URL(listener.redirectUri);
    const wrong: readonly (readonly [Sent, number])[] = [
      [{ host: 'evil.example' }, 421],
      [{ host: `localhost:${port}` }, 421],
      [{ host: '127.0.0.1' }, 421],
      [{ path: '/' }, 404],
      [{ path: '/favicon.ico' }, 404],
      [{ path: `${pathname}/x?code=x` }, 404],
      [{ path: `http://${host}${pathname}?code=x` }, 404],
      [{ method: 'POST' }, 405],
      [{ method: 'HEAD' }, 405],
      [{ path: `${pathname}?code=${'x'.repeat(5_000)}` }, 414],
    ];
    for (const [sent, status] of wrong) expect([sent, (await send(listener, sent)).status]).toEqual([sent, status]);
    expect((await send(listener, { path: `${pathname}?code=right` })).status).toBe(200);
    expect((await listener.answer()).searchParams.get('code')).toBe('right');
  });

  it('goes on waiting when what came is not what is waited for', async () => {
    const listener = await listening();
    const { pathname } = new URL(listener.redirectUri);
    const waiting = listener.answer(undefined, ({ searchParams }) => searchParams.get('state') === 'ours');
    for (const query of ['?code=x&state=other', '?code=x', '']) {
      const { status, text } = await send(listener, { path: `${pathname}${query}` });
      expect([query, status, text]).toEqual([query, 400, '']);
    }
    expect((await send(listener, { path: `${pathname}?code=y&state=ours` })).status).toBe(200);
    expect((await waiting).searchParams.get('code')).toBe('y');
    expect((await send(listener, { path: `${pathname}?code=z&state=ours` })).status).toBe(410);
  });

  it.each([
    ['says nothing', ''],
    ['stops in the middle of a request', 'GET / HTTP/1.1\r\nHost: 127.'],
    ['keeps its connection', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n'],
    ['owes the body that it promised', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n'],
  ])('closes at once although somebody %s', async (_, first) => {
    const listener = await listening();
    const { pathname } = new URL(listener.redirectUri);
    const idle = await connected(listener);
    const gone = new Promise((resolve) => idle.once('close', resolve));
    idle.on('error', () => undefined).resume();
    idle.write(first);
    expect((await send(listener, { path: `${pathname}?code=x` })).text).toContain('Back to where you began');
    await listener.close();
    await gone;
  });

  it('takes one answer of two that come in one go', async () => {
    const listener = await listening();
    const { pathname, host } = new URL(listener.redirectUri);
    const socket = await connected(listener);
    const text = new Promise<string>((resolve) => {
      let read = '';
      socket.on('data', (piece) => (read += piece.toString())).on('close', () => resolve(read));
    });
    socket.write(
      ['one', 'two'].map((code) => `GET ${pathname}?code=${code} HTTP/1.1\r\nHost: ${host}\r\n\r\n`).join(''),
    );
    expect((await listener.answer()).searchParams.get('code')).toBe('one');
    expect((await text).match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  });

  it('sends its page to the end when it is closed right after the answer', async () => {
    const listener = await listening();
    const { pathname } = new URL(listener.redirectUri);
    const page = send(listener, { path: `${pathname}?code=x` });
    await listener.answer();
    await listener.close();
    expect(await page).toMatchObject({ status: 200, text: expect.stringContaining('</html>') as string });
  });

  it('lets go of whoever waits when it is closed, or when their signal says so', async () => {
    const listener = await listening();
    const waiting = listener.answer();
    await listener.close();
    await listener.close();
    expect(await failureOf(waiting)).toMatchObject({ code: 'closed' });

    const other = await listening();
    const leave = new AbortController();
    const left = other.answer(leave.signal);
    leave.abort(new Error('enough'));
    expect(await failureOf(left)).toMatchObject({ message: 'enough' });
    expect(await failureOf(other.answer(AbortSignal.abort(new Error('before'))))).toMatchObject({ message: 'before' });
  });
});
