import { createFakeClock, createFakeGateway, createSeededRandom } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { oauthContract } from '@wicketgate/testing/oauth-contract';
import { browserOf } from './support/browser.ts';

oauthContract({
  name: 'the fake gateway',
  start: () => {
    const clock = createFakeClock();
    const fake = createFakeGateway({ clock, random: createSeededRandom() });
    const { fetch, url: baseUrl, adminKey } = fake;
    return Promise.resolve({ fetch, baseUrl, adminKey, clock, ...browserOf(fake), close: () => Promise.resolve() });
  },
});

oauthContract({
  name: 'the fake gateway under a path, over a socket,',
  start: async () => {
    const clock = createFakeClock();
    const fake = createFakeGateway({ clock, url: 'https://gateway.example.com/gate' });
    const server = await serveOverHttp(fake.fetch);
    return {
      fetch: (request) => fetch(request),
      baseUrl: `${server.url}/gate`,
      adminKey: fake.adminKey,
      clock,
      ...browserOf(fake),
      close: () => server.close(),
    };
  },
});
