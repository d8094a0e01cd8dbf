import { linkSignals, rejection } from './linked-signal.ts';

interface Flight<Value> {
  readonly result: Promise<Value>;
  readonly ending: AbortController;
  /** Callers that still wait. */
  waiting: number;
}

/** Lets callers who want the same thing at the same time share one piece of work. */
export class SingleFlight<Value> {
  readonly #flights = new Map<string, Flight<Value>>();

  /**
   * Joins the work of that name, or starts it. A caller whose signal is aborted leaves, with its reason, and the others
   * go on; when the last one has left, the work is aborted too.
   */
  async join(
    name: string,
    work: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    signal?.throwIfAborted();
    const flight = this.#flights.get(name) ?? this.#start(name, work);
    if (signal === undefined) {
      // Never leaves, so it need not be counted down.
      flight.waiting++;
      return flight.result;
    }
    return this.#waitWithSignal(name, flight, signal);
  }

  /** Callers from now on start anew; those who wait already get what they wait for. */
  detachAll(): void {
    this.#flights.clear();
  }

  #start(name: string, work: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
    const ending = new AbortController();
    const result = work(ending.signal).finally(() => {
      this.#remove(name, flight);
    });
    // Everybody may have left before it fails.
    result.catch(() => undefined);
    const flight: Flight<Value> = { result, ending, waiting: 0 };
    this.#flights.set(name, flight);
    return flight;
  }

  async #waitWithSignal(name: string, flight: Flight<Value>, signal: AbortSignal): Promise<Value> {
    flight.waiting++;
    const linked = linkSignals(signal);
    try {
      return await Promise.race([flight.result, rejection(linked.signal)]);
    } finally {
      linked.release();
      flight.waiting--;
      if (flight.waiting === 0 && signal.aborted) {
        this.#remove(name, flight);
        flight.ending.abort(signal.reason);
      }
    }
  }

  #remove(name: string, flight: Flight<Value>): void {
    if (this.#flights.get(name) === flight) this.#flights.delete(name);
  }
}
