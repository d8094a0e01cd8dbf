import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { createWebCipher } from '../../src/adapters/web-cipher.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

describe('AES-256-GCM over WebCrypto', () => {
  it('makes the bytes of the published test case 16 (McGrew and Viega, GCM specification)', async () => {
    const cipher = createWebCipher(hex('feffe9928665731c6d6a8f9467308308'.repeat(2)));
    const sealed = await cipher.seal({
      nonce: hex('cafebabefacedbaddecaf888'),
      associated: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
      bytes: hex(
        'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
      ),
    });
    expect(Buffer.from(sealed).toString('hex')).toBe(
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
        '76fc6ece0f4e1768cddf8853bb2d551b',
    );
  });

  it('answers undefined for other associated data, another nonce, another key and anything cut off', async () => {
    const random = createSeededRandom(1);
    const cipher = createWebCipher(random(new Uint8Array(32)));
    const input = { nonce: random(new Uint8Array(12)), associated: Uint8Array.of(1), bytes: Uint8Array.of(1, 2, 3) };
    const sealed = { ...input, bytes: await cipher.seal(input) };
    expect(await cipher.open(sealed)).toEqual(input.bytes);
    expect(await cipher.open({ ...sealed, associated: Uint8Array.of(2) })).toBeUndefined();
    expect(await cipher.open({ ...sealed, nonce: random(new Uint8Array(12)) })).toBeUndefined();
    expect(await cipher.open({ ...sealed, bytes: sealed.bytes.slice(0, -1) })).toBeUndefined();
    expect(await cipher.open({ ...sealed, bytes: new Uint8Array(3) })).toBeUndefined();
    expect(await createWebCipher(random(new Uint8Array(32))).open(sealed)).toBeUndefined();
  });
});
