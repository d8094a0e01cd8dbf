import { oauthContract } from '@wicketgate/testing/oauth-contract';
import { createKeyBrowser } from './support/key-browser.ts';
import { BASE_URL, startTestGateway } from './support/test-gateway.ts';

oauthContract({
  name: 'the gateway',
  start: async () => {
    const house = await startTestGateway();
    const { gateway, adminKey, clock } = house;
    const fetch = (request: Request) => gateway.fetch(request, { address: '192.0.2.1' });
    const browser = () => createKeyBrowser(fetch, BASE_URL);
    // The time is set, so that weeks pass without the thousands of periodic writes in between.
    const advance = (ms: number) => {
      clock.set(clock.now() + ms);
    };
    return {
      ...{ fetch, baseUrl: BASE_URL, adminKey, clock: { now: () => clock.now(), advance } },
      close: () => house.close(),
      approve: (userCode, apiKey) => browser().activate(userCode, apiKey, 'allow'),
      deny: (userCode, apiKey) => browser().activate(userCode, apiKey, 'deny'),
      authorize: (address, apiKey) => browser().authorize(address, apiKey),
    };
  },
});
