import { wireContract } from '@wicketgate/testing/wire-contract';
import { createKeySignIn } from './support/key-sign-in.ts';
import { BASE_URL, startTestGateway } from './support/test-gateway.ts';

wireContract({
  name: 'the gateway',
  async start() {
    const shape = { name: 'legacy', prefix: 'legacy-', pattern: '[0-9a-f]{32}' };
    const started = await startTestGateway({
      environment: { WICKETGATE_KEY_SHAPES: JSON.stringify([shape]), WICKETGATE_PREAUTH_LIMIT: '1000/60/1000' },
    });
    return {
      fetch: (request) => started.gateway.fetch(request),
      baseUrl: BASE_URL,
      adminKey: started.adminKey,
      clock: started.clock,
      foreign: { shape: 'legacy', key: `legacy-${'0123456789abcdef'.repeat(2)}` },
      signIn: createKeySignIn((request) => started.gateway.fetch(request), BASE_URL),
      close: () => started.close(),
    };
  },
});
