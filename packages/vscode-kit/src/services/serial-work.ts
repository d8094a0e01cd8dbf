/** Does one piece of work after the other: what reads and then writes must not be interleaved. */
export class SerialWork {
  #last: Promise<unknown> = Promise.resolve();

  /** Answers what the work answers. A failure ends that piece of work and no other. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => undefined);
    return next;
  }
}
