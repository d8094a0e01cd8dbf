import type { RandomBytes } from '@wicketgate/contract';

/** The platform's own randomness. */
export const systemRandom: RandomBytes = (bytes) => crypto.getRandomValues(bytes);
