type Release = () => unknown;

/** What a suite has opened, closed again in reverse order. */
export interface Cleanup {
  defer(release: Release): void;
  /** Runs every release, the last deferred first; throws the first failure after all have run. */
  release(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const releases: Release[] = [];
  return {
    defer: (release) => {
      releases.push(release);
    },
    release: async () => {
      const failures: unknown[] = [];
      for (let next = releases.pop(); next; next = releases.pop()) {
        await Promise.resolve()
          .then(next)
          .catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
