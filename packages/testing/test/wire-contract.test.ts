import { createFakeClock, createFakeGateway, createSeededRandom } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { wireContract } from '@wicketgate/testing/wire-contract';
import { signInTo } from './support/browser.ts';

const shapes = [{ name: 'legacy', prefix: 'legacy_', pattern: /[0-9a-f]{32}/ }];
const foreign = { shape: 'legacy', key: `legacy_${'0123456789abcdef'.repeat(2)}` };

wireContract({
  name: 'the fake gateway',
  start: () => {
    const clock = createFakeClock();
    const fake = createFakeGateway({ clock, random: createSeededRandom(), shapes });
    const { fetch, url: baseUrl, adminKey } = fake;
    const signIn = (apiKey: string) => signInTo(fake, apiKey);
    return Promise.resolve({ fetch, baseUrl, adminKey, clock, foreign, signIn, close: () => Promise.resolve() });
  },
});

wireContract({
  name: 'the fake gateway under a path, over a socket',
  start: async () => {
    const clock = createFakeClock();
    const fake = createFakeGateway({ clock, shapes, url: 'https://gateway.example.com/gate' });
    const server = await serveOverHttp(fake.fetch);
    return {
      fetch: (request) => fetch(request),
      baseUrl: `${server.url}/gate`,
      adminKey: fake.adminKey,
      clock,
      foreign,
      signIn: (apiKey) => signInTo(fake, apiKey),
      close: () => server.close(),
    };
  },
});
