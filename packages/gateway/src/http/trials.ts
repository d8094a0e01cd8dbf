/** The credentials that are being looked up, by who presented them: what no limiter knows until it is decided. */
export interface Trials {
  /** How many others than this one a presenter has under way. */
  others(presenter: string, credential: string): number;
  /** Counts a credential until it is decided; the same one presented many times at once is one. */
  during<T>(presenter: string, credential: string, decide: () => Promise<T>): Promise<T>;
}

export function createTrials(): Trials {
  const underWay = new Map<string, Map<string, number>>();

  const move = (presenter: string, credential: string, step: 1 | -1) => {
    const credentials = underWay.get(presenter) ?? new Map<string, number>();
    const times = (credentials.get(credential) ?? 0) + step;
    if (times > 0) credentials.set(credential, times);
    else credentials.delete(credential);
    if (credentials.size > 0) underWay.set(presenter, credentials);
    else underWay.delete(presenter);
  };

  return {
    others(presenter, credential) {
      const credentials = underWay.get(presenter);
      return credentials === undefined ? 0 : credentials.size - Number(credentials.has(credential));
    },
    async during(presenter, credential, decide) {
      move(presenter, credential, 1);
      try {
        return await decide();
      } finally {
        move(presenter, credential, -1);
      }
    },
  };
}
