import type { RandomBytes } from '@wicketgate/contract';

/** The platform's cryptographic randomness. */
export const systemRandom: RandomBytes = (bytes) => crypto.getRandomValues(bytes);
