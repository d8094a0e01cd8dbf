import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createWebDigests } from '../../src/adapters/web-digests.ts';
import { createNodeDigests } from '../../src/node/node-digests.ts';

describe.each([
  ['WebCrypto', createWebDigests()],
  ['OpenSSL', createNodeDigests()],
])('the digests by %s', (_, digests) => {
  it.each(['', 'abc', 'wg_live_ß☃😀'])('hash "%s" as SHA-256, base64url', async (text) => {
    expect(await digests.sha256(text)).toBe(createHash('sha256').update(text).digest('base64url'));
  });

  it('are those of RFC 4231, test case 2', async () => {
    const hmac = digests.hmac(new TextEncoder().encode('Jefe'));
    expect(await hmac(new TextEncoder().encode('what do ya want for nothing?'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('sign with the secret they were given, again and again', async () => {
    const secret = new Uint8Array(32).fill(9);
    const hmac = digests.hmac(secret);
    for (const byte of [0, 1, 255]) {
      const data = new Uint8Array(32).fill(byte);
      expect(await hmac(data)).toBe(createHmac('sha256', secret).update(data).digest('hex'));
    }
  });
});
