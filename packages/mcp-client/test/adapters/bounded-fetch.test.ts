import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { boundedFetch } from '../../src/adapters/bounded-fetch.ts';
import type { ServerFetch } from '../../src/words/credential.ts';

const URL_ = 'https://login.example.com/token';
const MB = 1024 * 1024;

function open(fetch: ServerFetch, options: { readonly signal?: AbortSignal; readonly mayAsk?: () => boolean } = {}) {
  const clock = createFakeClock();
  return { clock, fetch: boundedFetch({ fetch, clock, mayAsk: () => true, ...options }) };
}

describe('boundedFetch', () => {
  it('hands an answer over whole, as the platform has it, and leaves no timer behind', async () => {
    const { fetch, clock } = open(() => Promise.resolve(new Response('text', { status: 418, headers: { a: 'b' } })));
    const answer = await fetch(URL_);
    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, answer.headers.get('a'), await answer.text(), clock.sleepers]).toEqual([
      418,
      'b',
      'text',
      0,
    ]);
  });

  it.each([204, 205, 304])('hands over what has no body: %i', async (status) => {
    expect((await open(() => Promise.resolve(new Response(null, { status }))).fetch(URL_)).status).toBe(status);
  });

  it('takes 1 MB and not a byte more', async () => {
    const sized = (bytes: number) => open(() => Promise.resolve(new Response(new Uint8Array(bytes)))).fetch(URL_);
    expect((await (await sized(MB - 1)).arrayBuffer()).byteLength).toBe(MB - 1);
    expect((await (await sized(MB)).arrayBuffer()).byteLength).toBe(MB);
    await expect(sized(MB + 1)).rejects.toMatchObject({ code: 'bad_answer' });
  });

  it('gives a body up as soon as it is too large', async () => {
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(MB / 4)),
      cancel: () => {
        isCancelled = true;
      },
    });
    await expect(open(() => Promise.resolve(new Response(endless))).fetch(URL_)).rejects.toMatchObject({
      code: 'bad_answer',
    });
    expect(isCancelled).toBe(true);
  });

  it('waits 20 seconds for the whole answer, and ends the request', async () => {
    let given: AbortSignal | null | undefined;
    const { fetch, clock } = open((_, init) => {
      given = init?.signal;
      return Promise.resolve(new Response(new ReadableStream()));
    });
    let outcome = 'waiting';
    const asked = fetch(URL_).catch((error: unknown) => {
      outcome = (error as { code: string }).code;
    });
    await clock.advance(19_999);
    expect([outcome, given?.aborted]).toEqual(['waiting', false]);
    await clock.advance(1);
    await asked;
    expect([outcome, given?.aborted, clock.sleepers]).toEqual(['timeout', true, 0]);
  });

  it('says that a server cannot be reached, with the cause', async () => {
    const cause = new TypeError('fetch failed');
    await expect(open(() => Promise.reject(cause)).fetch(URL_)).rejects.toMatchObject({
      code: 'server_unreachable',
      cause,
    });
  });

  it('asks no address that it may not ask', async () => {
    let asked = 0;
    const { fetch } = open(() => Promise.resolve(new Response(String(asked++))), { mayAsk: () => false });
    await expect(fetch(URL_)).rejects.toMatchObject({ code: 'address_not_allowed' });
    expect(asked).toBe(0);
  });

  it('ends with its signal', async () => {
    const ending = new AbortController();
    const { fetch, clock } = open(() => new Promise(() => undefined), { signal: ending.signal });
    const asked = fetch(URL_);
    ending.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    await expect(fetch(URL_)).rejects.toThrow('enough');
    expect(clock.sleepers).toBe(0);
  });
});
