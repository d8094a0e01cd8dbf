import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { encode } from 'uqr';
import { qrText } from '../../../src/rules/views/qr-view.ts';

const PAGE = 'https://gate.example.com/activate?user_code=BCDF-GHJK';
const { size, data } = encode(PAGE, { ecc: 'L', border: 4 });
const WIDE = { look: 'normal', palette: 'plain', columns: 200 } as const;

/** The modules that a picture of half blocks shows. */
function modulesOf(text: string): boolean[][] {
  const rows = stripVTControlCharacters(text)
    .split('\n')
    .flatMap((line) => [
      [...line].map((cell) => cell === '█' || cell === '▀'),
      [...line].map((cell) => cell === '█' || cell === '▄'),
    ]);
  return rows.slice(0, size);
}

test('every module stands where the code has it', () => {
  expect(modulesOf(qrText(PAGE, WIDE) ?? '')).toEqual(data);
});

test('four modules around it are quiet', () => {
  const rows = modulesOf(qrText(PAGE, WIDE) ?? '');
  for (const row of [...rows.slice(0, 4), ...rows.slice(-4)]) expect(row).not.toContain(true);
  for (const row of rows) expect([...row.slice(0, 4), ...row.slice(-4)]).not.toContain(true);
});

test('inverted, every module is the other way round, for a dark terminal without colours', () => {
  const rows = modulesOf(qrText(PAGE, { ...WIDE, look: 'inverted' }) ?? '');
  expect(rows).toEqual(data.map((row) => row.map((module) => !module)));
});

test('with colours it is black on white whatever the terminal has, and so never inverted', () => {
  const colored = { ...WIDE, palette: 'colored' } as const;
  const text = qrText(PAGE, colored) ?? '';
  expect(modulesOf(text)).toEqual(data);
  for (const line of text.split('\n')) {
    expect(line.startsWith('\u001b[30m\u001b[107m')).toBe(true);
    expect(line.endsWith('\u001b[49m\u001b[39m')).toBe(true);
  }
  expect(qrText(PAGE, { ...colored, look: 'inverted' })).toBe(text);
});

test('a terminal that is as wide as the code shows it, a narrower one does not', () => {
  expect(qrText(PAGE, { ...WIDE, columns: size })).toBeDefined();
  expect(qrText(PAGE, { ...WIDE, columns: size - 1 })).toBeUndefined();
});

test('it can be left out', () => {
  expect(qrText(PAGE, { ...WIDE, look: 'none' })).toBeUndefined();
});

test('a text of 800 bytes has a code, a longer one has none', () => {
  expect(qrText('é'.repeat(400), WIDE)).toBeDefined();
  expect(qrText(`${'é'.repeat(400)}a`, WIDE)).toBeUndefined();
  expect(qrText('a'.repeat(5_000), WIDE)).toBeUndefined();
});
