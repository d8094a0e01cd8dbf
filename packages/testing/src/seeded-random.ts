/** Random bytes that are the same in every run (mulberry32). For tests and benches alone. */
export function createSeededRandom(seed = 1): (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return (bytes) => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = next() & 0xff;
    return bytes;
  };
}
