import { expect, test } from 'vitest';
import { partContents, partOf } from '../../../src/rules/bridge/kept-parts.ts';

const URI = 'wicketgate-result:00ff';
const PART = 1_000_000;

/** All parts, each under the address that the one before it names. */
function readAll(text: string): { readonly joined: string; readonly addresses: readonly string[] } {
  const addresses: string[] = [];
  let joined = '';
  for (let address: string | undefined = URI; address !== undefined;) {
    addresses.push(address);
    const [piece, next] = partContents(text, partOf(address)) ?? [];
    expect(piece?.['uri']).toBe(address);
    joined += String(piece?.['text']);
    address = next?.['uri'] as string | undefined;
  }
  return { joined, addresses };
}

test.each([
  [0, 1],
  [PART - 1, 1],
  [PART, 1],
  [PART + 1, 2],
  [2 * PART + 1, 3],
])('a text of %d code units is read in %d parts', (length, parts) => {
  const text = 'x'.repeat(length);
  const { joined, addresses } = readAll(text);
  expect(joined === text).toBe(true);
  expect(addresses).toEqual([URI, `${URI}?part=2`, `${URI}?part=3`].slice(0, parts));
});

test('no character is cut in two', () => {
  const text = `${'x'.repeat(PART - 1)}😀${'y'.repeat(PART)}`;
  const [first] = partContents(text, { uri: URI, part: 1 }) ?? [];
  expect(String(first?.['text']).at(-1)).toBe('x');
  expect(readAll(text).joined === text).toBe(true);
});

test('what is whole is JSON, and what is a part is text', () => {
  expect(partContents('{}', { uri: URI, part: 1 })).toEqual([{ uri: URI, mimeType: 'application/json', text: '{}' }]);
  const [first, next] = partContents('x'.repeat(PART + 1), { uri: URI, part: 1 }) ?? [];
  expect(first).toMatchObject({ mimeType: 'text/plain' });
  expect(next).toMatchObject({ text: `[It goes on in the resource ${URI}?part=2]` });
});

test('a part that is not there is none', () => {
  expect(partContents('{}', partOf(`${URI}?part=2`))).toBeUndefined();
  for (const address of [`${URI}?part=0`, `${URI}?part=-1`, `${URI}?part=x`, `${URI}?part=1e9`]) {
    expect(partOf(address)).toEqual({ uri: address, part: 1 });
  }
});
