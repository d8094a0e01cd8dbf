import { expect, it } from 'vitest';
import { decryptFernet, isAuthentic } from '../../src/node/fernet-cipher.ts';
import { type FernetToken, readFernetToken } from '../../src/rules/fernet-token.ts';
import specification from '../vectors/fernet/specification.json' with { type: 'json' };

const key = Buffer.from(specification.secret, 'base64url');
const token = tokenOf(specification.token);

it('The token of the specification is authentic and holds its text', () => {
  expect(isAuthentic(token, key)).toBe(true);
  expect(decryptFernet(token, key).toString()).toBe(specification.text);
});

it('A token of which one bit is another is not authentic, whichever part it is in', () => {
  for (const part of ['signed', 'hmac'] as const) {
    for (let at = 0; at < token[part].length; at++) {
      const changed = Uint8Array.from(token[part]);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(isAuthentic({ ...token, [part]: changed }, key)).toBe(false);
    }
  }
});

it('A token of another key is not authentic', () => {
  expect(isAuthentic(token, Buffer.alloc(32))).toBe(false);
});

function tokenOf(text: string): FernetToken {
  const read = readFernetToken(text);
  if (read === undefined) throw new Error('The token of the specification is not read.');
  return read;
}
