import type { RandomBytes } from '@wicketgate/contract';

/** The platform's clock and chance, for fakes that are given none. */
export const systemNow = (): number => Date.now();

export const systemRandom: RandomBytes = (bytes) => crypto.getRandomValues(bytes);
