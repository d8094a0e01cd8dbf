const encoder = new TextEncoder();

/**
 * How many bytes of a request's tools array stay as they were from one turn to the next, counted from its start: what a cache of
 * prompt prefixes can keep. Both arrays are taken as they are sent, by `JSON.stringify`, in UTF-8. All bytes of `before` but the closing
 * bracket when tools were only appended.
 */
export function countStableBytes(before: readonly unknown[], after: readonly unknown[]): number {
  const old = encoder.encode(JSON.stringify(before));
  const now = encoder.encode(JSON.stringify(after));
  const end = Math.min(old.length, now.length);
  let at = 0;
  while (at < end && old[at] === now[at]) at++;
  return at;
}
