/** Whether a tool's id, `server/tool`, fits a pattern. Case matters, as it does in the names of tools. */
export type ToolMatcher = (id: string) => boolean;

/**
 * A pattern of tools: `github/*`, `files/read_*`, `*`. `*` stands for any characters, also none and also `/`; everything else
 * stands for itself. A pattern without `/` is one of servers: `github` is `github/*`. Throws a TypeError for an empty one.
 */
export function compileToolPattern(pattern: string): ToolMatcher {
  if (pattern === '') throw new TypeError('A pattern of tools is empty: write `*` for all.');
  const whole = pattern.includes('/') || pattern === '*' ? pattern : `${pattern}/*`;
  const [first = '', ...rest] = whole.split('*');
  if (rest.length === 0) return (id) => id === whole;
  const last = rest.pop() ?? '';
  return (id) => id.startsWith(first) && fits(id, { from: first.length, middle: rest, last });
}

interface Remainder {
  readonly from: number;
  readonly middle: readonly string[];
  readonly last: string;
}

/** The leftmost place of each piece leaves most to the pieces after it, so that nothing is tried twice. */
function fits(id: string, { from, middle, last }: Remainder): boolean {
  let at = from;
  for (const piece of middle) {
    const found = id.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return id.length - last.length >= at && id.endsWith(last);
}
