/** Lets whoever needs the same thing do so one after another. */
export interface Turns {
  /** Runs an act once those before it under the same name are over, however they ended. */
  take<T>(name: string, act: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    async take(name, act) {
      const before = last.get(name) ?? Promise.resolve();
      const mine = before.then(act, act);
      last.set(name, mine);
      try {
        return await mine;
      } finally {
        if (last.get(name) === mine) last.delete(name);
      }
    },
  };
}
