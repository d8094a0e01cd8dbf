import { request } from 'node:http';
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

describe('a loopback listener', () => {
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
