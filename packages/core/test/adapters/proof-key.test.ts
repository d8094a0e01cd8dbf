import { createHash } from 'node:crypto';
import { createSeededRandom } from '@wicketgate/testing';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { mintProofKey, proveKey } from '../../src/adapters/proof-key.ts';

const AT = { now: 1_767_225_600_999, random: createSeededRandom() };

describe('a proof of a key (RFC 9449 section 4.2)', () => {
  it('is accepted by another implementation, and says what it is for', async () => {
    const key = await mintProofKey();
    const request = { method: 'POST', url: 'https://gate.example:444/a/token?x=1#y' };
    const proof = await proveKey(key, request, AT);
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      currentDate: new Date(AT.now),
    });
    expect(payload).toEqual({
      jti: expect.stringMatching(/^[\w-]{22}$/) as string,
      htm: 'POST',
      htu: 'https://gate.example:444/a/token',
      iat: 1_767_225_600,
    });
    expect(protectedHeader.jwk).not.toHaveProperty('d');
    expect(proof).not.toContain((JSON.parse(key.reveal()) as { d: string }).d);
  });

  it('is bound to the access token that it goes with', async () => {
    const proof = await proveKey(
      await mintProofKey(),
      { method: 'GET', url: 'https://gate.example/', accessToken: 'a.b.c' },
      AT,
    );
    const { payload } = await jwtVerify(proof, EmbeddedJWK, { currentDate: new Date(AT.now) });
    expect(payload['ath']).toBe(createHash('sha256').update('a.b.c').digest('base64url'));
  });

  it('is new each time, by a key of its own each time', async () => {
    const [one, other] = [await mintProofKey(), await mintProofKey()];
    const thumbprints = await Promise.all(
      [one, other].map((key) => calculateJwkThumbprint(JSON.parse(key.reveal()) as object)),
    );
    expect(thumbprints[0]).not.toBe(thumbprints[1]);
    const request = { method: 'GET', url: 'https://gate.example/' };
    expect(await proveKey(one, request, AT)).not.toBe(await proveKey(one, request, AT));
  });
});
