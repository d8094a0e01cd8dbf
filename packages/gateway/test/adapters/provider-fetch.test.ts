import type { Fetch } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { createProviderFetch, ProviderUnreachable } from '../../src/adapters/provider-fetch.ts';

const URL_OF_PROVIDER = 'https://id.example.com/token?code=top-secret';

describe('asking a provider', () => {
  const answering =
    (answer: () => Response | Promise<Response>): Fetch =>
    () =>
      Promise.resolve(answer());
  const ask = (fetch: Fetch, url = URL_OF_PROVIDER) =>
    createProviderFetch({ fetch, clock: createFakeClock(), maxBytes: 100 })(url, {});

  it('hands over status, body and the headers that somebody reads', async () => {
    const response = await ask(
      answering(
        () => new Response('{}', { status: 401, headers: { 'content-type': 'application/json', 'set-cookie': 'a=b' } }),
      ),
    );
    expect([response.status, await response.text()]).toEqual([401, '{}']);
    expect([...response.headers]).toEqual([['content-type', 'application/json']]);
  });

  it('sends forms as text and follows no redirect', async () => {
    const sent: unknown[] = [];
    const fetch = createProviderFetch({
      clock: createFakeClock(),
      fetch: (url, { method, body, redirect }) => {
        sent.push({ url, method, body, redirect });
        return Promise.resolve(new Response(null, { status: 302 }));
      },
    });
    const response = await fetch('https://id.example.com/token', {
      method: 'POST',
      body: new URLSearchParams({ a: 'b c' }),
    });
    expect(response.status).toBe(302);
    expect(sent).toEqual([{ url: 'https://id.example.com/token', method: 'POST', body: 'a=b+c', redirect: 'manual' }]);
  });

  it('takes an answer of the limit and none that is larger', async () => {
    expect(await (await ask(answering(() => new Response('x'.repeat(100))))).text()).toHaveLength(100);
    await expect(ask(answering(() => new Response('x'.repeat(101))))).rejects.toThrow('larger than 100 bytes');
  });

  it('gives up a stream that has no end as soon as the limit is passed', async () => {
    let pulls = 0;
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulls++;
        controller.enqueue(new Uint8Array(60));
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    await expect(ask(answering(() => new Response(endless)))).rejects.toBeInstanceOf(ProviderUnreachable);
    expect(isCancelled).toBe(true);
    expect(pulls).toBeLessThan(5);
  });

  it('gives up after its time, whether nothing comes or only the body does not end, and leaves no timer', async () => {
    for (const answer of [() => new Promise<Response>(() => undefined), () => new Response(new ReadableStream())]) {
      const clock = createFakeClock();
      let signal: AbortSignal | undefined;
      const fetch: Fetch = (_, init) => {
        signal = init.signal;
        return Promise.resolve(answer());
      };
      const asked = createProviderFetch({ fetch, clock, timeoutMs: 1_000 })(URL_OF_PROVIDER, {});
      const failed = expect(asked).rejects.toThrow('id.example.com did not answer within 1000 ms.');
      await clock.advance(999);
      expect(signal?.aborted).toBe(false);
      await clock.advance(1);
      await failed;
      expect(signal?.aborted).toBe(true);
      expect(clock.sleepers).toBe(0);
    }
    const clock = createFakeClock();
    await createProviderFetch({ fetch: answering(() => new Response('')), clock })(URL_OF_PROVIDER, {});
    expect(clock.sleepers).toBe(0);
  });

  it('reaches http on this machine alone', async () => {
    const fetch = answering(() => new Response(''));
    await expect(ask(fetch, 'http://id.example.com/')).rejects.toThrow('id.example.com must be reached over https.');
    expect((await ask(fetch, 'http://127.0.0.1:9/')).status).toBe(200);
  });

  it('says the host of what it could not reach, and nothing else of its address', async () => {
    const failure = await ask(() => Promise.reject(new TypeError('fetch failed'))).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProviderUnreachable);
    expect((failure as Error).message).toBe('id.example.com could not be reached.');
  });
});
