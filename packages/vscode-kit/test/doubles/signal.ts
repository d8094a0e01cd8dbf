import type { Subscription } from '../../src/ports/subscription.ts';

/** Something that listeners are told of, and that knows how many there are. */
export interface Signal<T> {
  listen(listener: (value: T) => unknown): Subscription;
  tell(value: T): void;
  readonly size: number;
}

export function createSignal<T>(): Signal<T> {
  const listeners = new Set<{ readonly listener: (value: T) => unknown }>();
  return {
    listen: (listener) => {
      const entry = { listener };
      listeners.add(entry);
      return { dispose: () => void listeners.delete(entry) };
    },
    tell: (value) => {
      for (const { listener } of [...listeners]) listener(value);
    },
    get size() {
      return listeners.size;
    },
  };
}
