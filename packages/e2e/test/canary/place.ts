import type { RunningGateway } from '../../src/gateway.ts';

export interface Place {
  readonly gateway: RunningGateway;
  /** Everything in it is searched. */
  readonly room: string;
  /** A folder in the room for what was written: logs, answers, errors. */
  readonly words: string;
  /** A folder outside of the room, for files that are meant to hold a key. */
  readonly vault: string;
}
