import { stripVTControlCharacters } from 'node:util';

const PLAIN = /^[ -~]*$/;
const MARKS_ALONE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** What terminals give two columns (UAX 11 wide and full width, UTS 51); half-width Katakana is not among it. */
const WIDE =
  /^(?![\uff61-\uffdc])[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u;

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How many columns of a terminal a text takes. Colours take none. */
export function textWidth(text: string): number {
  const bare = stripVTControlCharacters(text);
  if (PLAIN.test(bare)) return bare.length;
  let width = 0;
  for (const { segment } of SEGMENTER.segment(bare)) width += segmentWidth(segment);
  return width;
}

function segmentWidth(segment: string): number {
  if (WIDE.test(segment)) return 2;
  return MARKS_ALONE.test(segment) ? 0 : 1;
}
