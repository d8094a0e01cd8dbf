import type { RandomBytes } from '@wicketgate/contract';

/** Also false when the clock was set back before the beginning: nothing is trusted for longer than it was meant to be. */
export function isWithin(now: number, from: number, until: number): boolean {
  return from <= now && now < until;
}

/** 10 % more or less, so that what was read together is not read again together. */
export function jittered(milliseconds: number, random: RandomBytes): number {
  const byte = random(new Uint8Array(1))[0] ?? 0;
  return milliseconds * (0.9 + (0.2 * byte) / 255);
}
