import type { Misbehaviour } from './misbehaviour.ts';

export interface FailOptions {
  /** How many requests fail; default 1. `Infinity`: until `heal()`. */
  readonly times?: number;
  /** Only requests to this path, as in the endpoint table but with ids filled in; default all. */
  readonly path?: string;
}

/** Failures that wait for their requests, those told earlier first. */
export interface Failures {
  readonly add: (how: Misbehaviour, options?: FailOptions) => void;
  /** The failure of the next request to a path, if there is one. */
  readonly take: (path: string) => Misbehaviour | undefined;
  readonly clear: () => void;
}

export function createFailures(): Failures {
  let waiting: { readonly how: Misbehaviour; readonly path: string | undefined; left: number }[] = [];
  return {
    add: (how, { times = 1, path } = {}) => {
      if (!(times >= 1)) throw new TypeError('times must be 1 or more.');
      waiting.push({ how, path, left: times });
    },
    take: (path) => {
      const next = waiting.find((failure) => failure.path === undefined || failure.path === path);
      if (next && --next.left <= 0) waiting = waiting.filter((failure) => failure !== next);
      return next?.how;
    },
    clear: () => {
      waiting = [];
    },
  };
}
