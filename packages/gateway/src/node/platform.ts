import type { RandomBytes } from '@wicketgate/contract';
import { type Clock, systemClock } from '@wicketgate/core';
import { systemRandom } from '../adapters/system-random.ts';

/** What the Node host takes from its surroundings. */
export interface Platform {
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** The clock and randomness of this process. */
export const nodePlatform: Platform = { clock: systemClock, random: systemRandom };
