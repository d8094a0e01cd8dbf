/** Does pieces of work one after the other, in the order in which they came. One that fails does not keep the next from it. */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve();

  async do<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
