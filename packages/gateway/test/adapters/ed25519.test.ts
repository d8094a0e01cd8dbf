import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSigningKey, publicJwkOf } from '../../src/adapters/ed25519.ts';
import { fromHex } from '../../src/domain/encoding.ts';

describe('a signing key', () => {
  it('is that of RFC 8032 section 7.1, test 1, and signs as it says', async () => {
    const key = await createSigningKey(fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'));
    expect(Buffer.from(key.x, 'base64url').toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
    expect(Buffer.from(await key.sign(new Uint8Array())).toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
  });

  it('has the thumbprint that another implementation computes (RFC 7638)', async () => {
    const key = await createSigningKey(new Uint8Array(32).fill(3));
    expect(key.kid).toBe(await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: key.x }));
  });

  it('is published with its public members alone', async () => {
    const key = await createSigningKey(new Uint8Array(32).fill(3));
    const members = { kty: 'OKP', crv: 'Ed25519', x: key.x, kid: key.kid, alg: 'EdDSA', use: 'sig' };
    expect(publicJwkOf(key)).toEqual(members);
  });

  it('agrees with OpenSSL about the public key and the signature', async () => {
    const seed = new Uint8Array(32).fill(5);
    const key = await createSigningKey(seed);
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const publicKey = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
    expect(publicKey.export({ format: 'jwk' }).x).toBe(key.x);
    const data = new TextEncoder().encode('data');
    expect(verify(null, data, publicKey, await key.sign(data))).toBe(true);
  });

  it.each([0, 31, 33])('is not made of %i bytes', async (length) => {
    await expect(createSigningKey(new Uint8Array(length))).rejects.toThrow(TypeError);
  });
});
