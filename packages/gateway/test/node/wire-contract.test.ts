import { createFakeClock } from '@wicketgate/testing';
import { wireContract } from '@wicketgate/testing/wire-contract';
import { createKeySignIn } from '../support/key-sign-in.ts';
import { startSocketGateway } from '../support/socket-gateway.ts';

wireContract({
  name: 'the gateway, over a socket,',
  async start() {
    const shape = { name: 'legacy', prefix: 'legacy-', pattern: '[0-9a-f]{32}' };
    const environment = {
      WICKETGATE_KEY_SHAPES: JSON.stringify([shape]),
      WICKETGATE_PREAUTH_LIMIT: '1000/60/1000',
    };
    // The admin key is made by the system's clock.
    const clock = createFakeClock(Date.now());
    const started = await startSocketGateway(environment, { clock });
    return {
      fetch: (request) => fetch(request),
      baseUrl: started.url,
      adminKey: started.adminKey,
      clock,
      foreign: { shape: 'legacy', key: `legacy-${'0123456789abcdef'.repeat(2)}` },
      signIn: createKeySignIn((request) => fetch(request), started.url),
      close: () => started.close(),
    };
  },
});
