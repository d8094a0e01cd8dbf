import { styleText } from 'node:util';

type Paint = (text: string) => string;

/** The few ways in which text stands out. Without colour each leaves the text as it is. */
export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly warn: Paint;
  readonly bad: Paint;
}

const PLAIN: Style = { strong: same, faint: same, good: same, warn: same, bad: same };

/** Sixteen-colour codes, which every theme of a terminal maps to something readable. */
const COLORED: Style = {
  strong: paint('bold'),
  faint: paint('dim'),
  good: paint('green'),
  warn: paint('yellow'),
  bad: paint('red'),
};

export type Palette = 'plain' | 'colored';

export function styleOf(palette: Palette): Style {
  return palette === 'colored' ? COLORED : PLAIN;
}

function paint(format: 'bold' | 'dim' | 'green' | 'yellow' | 'red'): Paint {
  // The decision was made from the caller's own streams and environment: node must not make it again.
  return (text) => styleText(format, text, { validateStream: false });
}

function same(text: string): string {
  return text;
}
