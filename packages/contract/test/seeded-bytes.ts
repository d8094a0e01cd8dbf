import type { RandomBytes } from '@wicketgate/contract';

/** Bytes that are the same in every run (xorshift32). */
export function seededBytes(seed: number): RandomBytes {
  let state = seed || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
  return (bytes) => bytes.map(next);
}
