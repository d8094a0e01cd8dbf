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

/** A text that stays in one line of a terminal: where it would not, it is cut off, and loses its colours. */
export function oneLine(text: string, columns: number): string {
  if (textWidth(text) < columns) return text;
  let line = '';
  let width = 0;
  for (const { segment } of SEGMENTER.segment(stripVTControlCharacters(text))) {
    width += segmentWidth(segment);
    // The last column stays free: some terminals go to the next line with it.
    if (width > columns - 2) break;
    line += segment;
  }
  return `${line}…`;
}

function segmentWidth(segment: string): number {
  if (WIDE.test(segment)) return 2;
  return MARKS_ALONE.test(segment) ? 0 : 1;
}
