/** Readings of the store that are under way: at most one of a name at a time, and none of before a change after it. */
export interface Readings<Answer> {
  /** Joins the reading of this name or begins one. `isCurrent` tells whether nothing has changed since it began. */
  join(name: string, begin: (isCurrent: () => boolean) => Promise<Answer>): Promise<Answer>;
  /** Whoever asks from now on must not be given what was read before, and what was read before must not be kept. */
  changed(): void;
}

export function createReadings<Answer>(): Readings<Answer> {
  const underWay = new Map<string, Promise<Answer>>();
  let generation = 0;
  return {
    join(name, begin) {
      const running = underWay.get(name);
      if (running !== undefined) return running;
      const startedIn = generation;
      const reading = begin(() => startedIn === generation).finally(() => {
        if (underWay.get(name) === reading) underWay.delete(name);
      });
      underWay.set(name, reading);
      return reading;
    },
    changed() {
      generation++;
      underWay.clear();
    },
  };
}
