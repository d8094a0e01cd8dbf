import type { RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';

/** What the Node host takes from its surroundings. */
export interface Platform {
  readonly clock: Clock;
  readonly random: RandomBytes;
}
