import type { Readable } from 'node:stream';
import { LONGEST_LINE } from './messages.ts';

export interface LineListener {
  /** Told of each line, without its end. */
  readonly onLine: (line: string) => void;
  /** Told once when a line is longer than any message. Nothing is read after it. */
  readonly onTooLong: () => void;
}

/** Cuts a stream into lines, and never holds more than the longest message. */
export function eachLine(stream: Readable, { onLine, onTooLong }: LineListener): void {
  let pieces: string[] = [];
  let held = 0;
  const onData = (text: string) => {
    const [first = '', ...others] = text.split('\n');
    pieces.push(first);
    held += first.length;
    for (const next of others) {
      if (held > LONGEST_LINE) break;
      onLine(pieces.join(''));
      pieces = [next];
      held = next.length;
    }
    if (held <= LONGEST_LINE) return;
    pieces = [];
    stream.off('data', onData);
    onTooLong();
  };
  stream.setEncoding('utf8').on('data', onData);
}
