import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { lazyFetch } from '../../src/adapters/lazy-fetch.ts';

test('the fetch that was given is used as it is', async () => {
  const given = () => Promise.resolve(new Response('given'));
  const network = lazyFetch({ fetch: given });
  expect(network.fetch).toBe(given);
  await network.close();
});

test('without one that of Node is opened at the first request, and closing what was never opened is nothing', async () => {
  await lazyFetch({}).close();
  const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const network = lazyFetch({});
  const { port } = server.address() as AddressInfo;
  const { signal } = new AbortController();
  const answer = await network.fetch(`http://127.0.0.1:${port}/`, {
    method: 'GET',
    headers: {},
    redirect: 'manual',
    signal,
  });
  expect(answer.status).toBe(200);
  await network.close();
});
