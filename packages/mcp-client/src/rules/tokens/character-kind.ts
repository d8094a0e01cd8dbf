/** Kinds of characters that o200k cuts and counts differently. */
export const LOWER = 0;
export const UPPER = 1;
export const DIGIT = 2;
export const SPACE = 3;
export const NEWLINE = 4;
export const PUNCTUATION = 5;
export const ACCENTED = 6;
export const CYRILLIC = 7;
export const OTHER_LETTER = 8;
export const HAN = 9;
export const KANA = 10;
export const HANGUL = 11;
export const SYMBOL = 12;

export type CharacterKind = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

const ASCII: readonly CharacterKind[] = Array.from({ length: 128 }, (_, code) => asciiKind(String.fromCharCode(code)));

function asciiKind(character: string): CharacterKind {
  if (/[a-z]/.test(character)) return LOWER;
  if (/[A-Z]/.test(character)) return UPPER;
  if (/[0-9]/.test(character)) return DIGIT;
  if (/[\r\n]/.test(character)) return NEWLINE;
  return /\s/.test(character) ? SPACE : PUNCTUATION;
}

/** First and last code unit, in order: blocks of Unicode, coarse where nobody writes descriptions of tools. */
const BLOCKS: readonly (readonly [number, number, CharacterKind])[] = [
  [0x00a0, 0x00bf, SYMBOL],
  [0x00c0, 0x02ff, ACCENTED],
  [0x0300, 0x03ff, OTHER_LETTER],
  [0x0400, 0x052f, CYRILLIC],
  [0x0530, 0x10ff, OTHER_LETTER],
  [0x1100, 0x11ff, HANGUL],
  [0x1200, 0x1dff, OTHER_LETTER],
  [0x1e00, 0x1eff, ACCENTED],
  [0x1f00, 0x1fff, OTHER_LETTER],
  [0x3041, 0x30ff, KANA],
  [0x3130, 0x318f, HANGUL],
  [0x3400, 0x9fff, HAN],
  [0xac00, 0xd7af, HANGUL],
  [0xf900, 0xfaff, HAN],
  [0xff66, 0xff9f, KANA],
];

/** The kind of a UTF-16 code unit. */
export function kindOf(code: number): CharacterKind {
  return ASCII[code] ?? BLOCKS.find(([first, last]) => code >= first && code <= last)?.[2] ?? SYMBOL;
}

/** Whether words are written with it that the characters before and after belong to. */
export function isWordKind(kind: CharacterKind): boolean {
  return kind <= UPPER || (kind >= ACCENTED && kind <= HANGUL);
}
