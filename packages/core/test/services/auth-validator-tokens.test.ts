import { describe, expect, it } from 'vitest';
import { createFakeWorld } from '../fake-world.ts';

const PERSON = { principal: { id: 'company:1', name: 'Dev' }, tier: 'pro', scopes: ['tools:call'] } as const;

async function signedIn() {
  const world = createFakeWorld();
  const { session, tokens } = await world.gateway.signIn.open(PERSON);
  return { ...world, session, token: tokens.access_token };
}

describe('an access token', () => {
  it('tells who signed in, and by which application', async () => {
    const { validator, session, token } = await signedIn();
    expect(await validator().validate(token)).toMatchObject({
      status: 'valid',
      identity: {
        key: null,
        session: { id: session.id, clientId: 'wicketgate-cli', clientName: 'Wicketgate command' },
        principal: { id: 'company:1' },
        tier: 'pro',
        expiresAt: session.expiresAt,
      },
    });
  });

  it('goes through though no key is as long', async () => {
    const { validator, gateway } = createFakeWorld();
    const scopes = Array.from({ length: 50 }, (_, at) => `scope.of.some.length:${at}`);
    const { tokens } = await gateway.signIn.open({ ...PERSON, scopes });
    expect(tokens.access_token.length).toBeGreaterThan(512);
    expect(await validator().validate(tokens.access_token)).toMatchObject({ status: 'valid', identity: { scopes } });
  });

  it('is refused with what to do when its time is over, when its sign-in was ended, and when nobody issued it', async () => {
    const { validator, gateway, session, token, clock } = await signedIn();
    gateway.sessions.revoke(session.id, 'lost', 'test');
    const refused = { status: 'invalid', next: 'sign_in' };
    expect(await validator().validate(token)).toMatchObject({ ...refused, reason: 'revoked', code: 'session_ended' });
    await clock.advance(30 * 60_000);
    expect(await validator().validate(token)).toMatchObject({ ...refused, reason: 'expired', code: 'token_expired' });
    const stranger = { ...refused, reason: 'unknown', code: 'unknown_token' };
    expect(await validator().validate('eyJhbGciOiJFZERTQSJ9.e30.AA')).toMatchObject(stranger);
  });

  it('is stood in for by its receipt while the gateway is away, and by no receipt of another token', async () => {
    const { validator, gateway, store, token } = await signedIn();
    const options = { receipts: store, retries: 0 };
    await validator(options).validate(token);
    const { tokens: other } = await gateway.signIn.open(PERSON);
    gateway.fail('network', { times: Infinity });
    expect(await validator(options).validate(token)).toMatchObject({
      status: 'valid',
      via: 'receipt',
      identity: { key: null, principal: { id: 'company:1' } },
    });
    expect(await validator(options).validate(other.access_token)).toMatchObject({ status: 'unavailable' });
  });
});
