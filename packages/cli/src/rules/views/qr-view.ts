import { styleText } from 'node:util';
import { encode } from 'uqr';
import type { Palette } from './style.ts';

/** `inverted` is for a terminal without colours whose background is dark; `none` leaves the picture out. */
export const QR_LOOKS = ['normal', 'inverted', 'none'] as const;
export type QrLook = (typeof QR_LOOKS)[number];

/** Modules of quiet zone on each side (ISO/IEC 18004 section 6.3.8): without it scanners do not find the code. */
const QUIET_ZONE = 4;

/** Bytes of UTF-8. A longer text makes a code of more than 100 columns; from some length on there is none at all. */
const LONGEST_TEXT = 800;

/** Two rows of modules to a line, by which of the two are drawn. */
const HALF_BLOCKS = [' ', '▄', '▀', '█'] as const;

export interface QrOptions {
  readonly look: QrLook;
  /** With colours it is painted black on white, which is right on every background. */
  readonly palette: Palette;
  /** Width of the terminal in characters. */
  readonly columns: number;
}

/** A text as a QR code for a terminal; undefined where none is wanted, or the terminal is narrower than the code. */
export function qrText(text: string, { look, palette, columns }: QrOptions): string | undefined {
  if (look === 'none' || Buffer.byteLength(text) > LONGEST_TEXT) return undefined;
  const { size, data } = encode(text, { ecc: 'L', border: QUIET_ZONE });
  if (size > columns) return undefined;
  const isInverted = look === 'inverted' && palette === 'plain';
  const isDrawn = (row: number, column: number) => (data[row]?.[column] ?? false) !== isInverted;
  const lines: string[] = [];
  for (let row = 0; row < size; row += 2) {
    const cells = Array.from({ length: size }, (_, column) => {
      const below = row + 1 < size ? isDrawn(row + 1, column) : false;
      return HALF_BLOCKS[(isDrawn(row, column) ? 2 : 0) + (below ? 1 : 0)];
    });
    lines.push(painted(cells.join(''), palette));
  }
  return lines.join('\n');
}

/** The decision was made from the caller's own streams and environment: node must not make it again. */
function painted(line: string, palette: Palette): string {
  return palette === 'plain' ? line : styleText(['black', 'bgWhiteBright'], line, { validateStream: false });
}
