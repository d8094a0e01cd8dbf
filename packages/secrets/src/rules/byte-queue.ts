/** Bytes in the order in which they came, kept as the chunks that they came in. Each byte is moved once at most. */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  /** Chunks, and bytes of the chunk after them, that were taken. */
  #taken = 0;
  #offset = 0;

  /** The chunk is copied: whoever gave it may fill it anew. */
  put(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#chunks.push(chunk.slice());
  }

  /** The next so many bytes, in pieces. */
  take(count: number): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let left = count;
    for (let chunk = this.#chunks[this.#taken]; left > 0 && chunk !== undefined; chunk = this.#chunks[this.#taken]) {
      const piece = chunk.subarray(this.#offset, this.#offset + left);
      pieces.push(piece);
      left -= piece.length;
      this.#offset += piece.length;
      if (this.#offset === chunk.length) this.#drop();
    }
    return pieces;
  }

  #drop(): void {
    this.#taken++;
    this.#offset = 0;
    // Cut off in one go once half of them are gone: a cut for each would move the others as often.
    if (this.#taken * 2 < this.#chunks.length) return;
    this.#chunks = this.#chunks.slice(this.#taken);
    this.#taken = 0;
  }
}
