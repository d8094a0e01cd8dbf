import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CallerVerdict,
  type CallerVerifier,
  createCallerVerifier,
  type PresentedCredential,
} from '../../src/services/caller-verifier.ts';
import { createProofCheck } from '../../src/services/dpop.ts';
import { ACTOR, createKeyHouse, DRAFT, type KeyHouse } from '../support/key-house.ts';
import { createProofKey, type ProofKey, tokenDigest } from '../support/proofs.ts';
import { NEW_YEAR } from '../support/records.ts';
import { createTokenHouse, ISSUER, type TokenHouse } from '../support/token-house.ts';

const ME = { method: 'GET', path: '/api/v1/me' };

describe('who calls', () => {
  let keyHouse: KeyHouse;
  let house: TokenHouse;
  let key: ProofKey;
  beforeAll(async () => {
    key = await createProofKey();
  });
  beforeEach(async () => {
    keyHouse = await createKeyHouse();
    house = await createTokenHouse();
  });

  const callersWith = (dpop: 'accepted' | 'required', audience = ISSUER): CallerVerifier =>
    createCallerVerifier({
      ...{ keys: keyHouse.verifier, tokens: house.tokens, audience, dpop },
      proofs: createProofCheck({ publicUrl: ISSUER }),
    });

  const presenting = (text: string, scheme: 'bearer' | 'dpop', proof: string | null = null): PresentedCredential => ({
    ...{ kind: 'token', text, scheme, proof },
    ...ME,
  });
  const proofFor = (token: string, by = key) =>
    by.prove({ htm: 'GET', htu: `${ISSUER}/api/v1/me`, iat: NEW_YEAR / 1_000, ath: tokenDigest(token) });
  const outcome = (verdict: CallerVerdict) => (verdict.ok ? verdict.caller.kind : verdict.refusal.reason);

  it('is a key, or a sign-in', async () => {
    const { apiKey } = await keyHouse.keys.create(DRAFT, ACTOR);
    const { token } = await house.signIn();
    const callers = callersWith('accepted');
    expect(outcome(await callers.verify({ kind: 'key', text: apiKey }, NEW_YEAR))).toBe('key');
    expect(outcome(await callers.verify(presenting(token, 'bearer'), NEW_YEAR))).toBe('session');
  });

  it('is not told by a token for another resource of the gateway (RFC 8707)', async () => {
    const { token } = await house.signIn({ audience: `${ISSUER}/mcp` });
    expect(outcome(await callersWith('accepted').verify(presenting(token, 'bearer'), NEW_YEAR))).toBe('unknown_token');
    const mcp = callersWith('accepted', `${ISSUER}/mcp`);
    expect(outcome(await mcp.verify(presenting(token, 'bearer'), NEW_YEAR))).toBe('session');
  });

  it('is told by a bound token with a proof of its key, once', async () => {
    const { token } = await house.signIn({ dpopJkt: key.jkt });
    const callers = callersWith('accepted');
    const presented = presenting(token, 'dpop', await proofFor(token));
    expect(outcome(await callers.verify(presented, NEW_YEAR))).toBe('session');
    expect(outcome(await callers.verify(presented, NEW_YEAR))).toBe('invalid_dpop_proof');
  });

  it('is not told by a bound token as Bearer, without a proof, or with that of another key (RFC 9449 section 7)', async () => {
    const { token } = await house.signIn({ dpopJkt: key.jkt });
    const thief = await createProofKey();
    const callers = callersWith('accepted');
    for (const presented of [
      presenting(token, 'bearer'),
      presenting(token, 'bearer', await proofFor(token)),
      presenting(token, 'dpop'),
      presenting(token, 'dpop', await proofFor(token, thief)),
      presenting(token, 'dpop', await proofFor(`${token}x`)),
    ]) {
      expect(outcome(await callers.verify(presented, NEW_YEAR))).toBe('invalid_dpop_proof');
    }
  });

  it('takes no room for proofs of a key that the token is not bound to', async () => {
    const { token } = await house.signIn({ dpopJkt: key.jkt });
    const thief = await createProofKey();
    const proof = await proofFor(token, thief);
    const proofs = createProofCheck({ publicUrl: ISSUER });
    const { keys, tokens } = { keys: keyHouse.verifier, tokens: house.tokens };
    const callers = createCallerVerifier({ keys, tokens, proofs, audience: ISSUER, dpop: 'accepted' });
    expect(outcome(await callers.verify(presenting(token, 'dpop', proof), NEW_YEAR))).toBe('invalid_dpop_proof');
    // Nobody noted it: as a proof of its own key it is a first one.
    expect(await proofs.check({ ...ME, header: proof, accessToken: token }, NEW_YEAR)).toMatchObject({
      jkt: thief.jkt,
    });
  });

  it('is not told by an unbound token in the scheme that wants a proof', async () => {
    const { token } = await house.signIn();
    const presented = presenting(token, 'dpop', await proofFor(token));
    expect(outcome(await callersWith('accepted').verify(presented, NEW_YEAR))).toBe('invalid_dpop_proof');
  });

  it('where proofs are required is told by a bound token or a key, and not by an unbound token', async () => {
    const { apiKey } = await keyHouse.keys.create(DRAFT, ACTOR);
    const unbound = await house.signIn();
    const bound = await house.signIn({ id: 'session000000002', dpopJkt: key.jkt });
    const callers = callersWith('required');
    const proved = presenting(bound.token, 'dpop', await proofFor(bound.token));
    expect(outcome(await callers.verify(presenting(unbound.token, 'bearer'), NEW_YEAR))).toBe('invalid_dpop_proof');
    expect(outcome(await callers.verify(proved, NEW_YEAR))).toBe('session');
    expect(outcome(await callers.verify({ kind: 'key', text: apiKey }, NEW_YEAR))).toBe('key');
  });

  it('is asked of the store before a proof costs anything: a stranger has none checked', async () => {
    const { token } = await house.signIn({
      dpopJkt: key.jkt,
      revokedAt: NEW_YEAR,
      revokedBy: 'self',
      revokedReason: 'lost',
    });
    const presented = presenting(token, 'dpop', 'no proof');
    expect(outcome(await callersWith('accepted').verify(presented, NEW_YEAR))).toBe('session_ended');
  });

  it('is known without a read after it passed', async () => {
    const { token } = await house.signIn();
    const callers = callersWith('accepted');
    expect(await callers.knows({ kind: 'token', text: token }, NEW_YEAR)).toBe(false);
    await callers.verify(presenting(token, 'bearer'), NEW_YEAR);
    house.counting.reset();
    expect(await callers.knows({ kind: 'token', text: token }, NEW_YEAR)).toBe(true);
    expect(house.counting.calls).toEqual({});
  });
});
