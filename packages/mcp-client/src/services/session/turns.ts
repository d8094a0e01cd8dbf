/** A place among those that run. Given back once. */
export interface Turn {
  end(): void;
}

/** How many run at once: the others wait in the order in which they came. */
export class Turns {
  readonly #waiting: ((turn: Turn) => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** A turn, if there is a free one and nobody waits for it. */
  takeNow(): Turn | undefined {
    if (this.#free === 0) return undefined;
    this.#free--;
    return this.#turn();
  }

  /** Waits for a turn; rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<Turn> {
    const now = this.takeNow();
    if (now) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(onTurn), 1);
        reject(signal.reason as Error);
      };
      const onTurn = (turn: Turn) => {
        signal.removeEventListener('abort', onAbort);
        resolve(turn);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(onTurn);
    });
  }

  #turn(): Turn {
    let isOver = false;
    return {
      end: () => {
        if (isOver) return;
        isOver = true;
        const next = this.#waiting.shift();
        if (next) next(this.#turn());
        else this.#free++;
      },
    };
  }
}
