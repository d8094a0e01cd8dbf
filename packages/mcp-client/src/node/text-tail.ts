/** Keeps the end of what a process writes. */
export class TextTail {
  readonly #maxBytes: number;
  #kept = Buffer.alloc(0);
  #isCut = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Buffer): void {
    const all = Buffer.concat([this.#kept, chunk]);
    this.#isCut ||= all.length > this.#maxBytes;
    this.#kept = all.subarray(Math.max(0, all.length - this.#maxBytes));
  }

  /** From the first whole line on, once something was cut: half a secret is not known as one. */
  text(): string {
    const text = this.#kept.toString('utf8');
    if (!this.#isCut) return text;
    const line = text.indexOf('\n');
    return line < 0 ? '' : text.slice(line + 1);
  }
}
