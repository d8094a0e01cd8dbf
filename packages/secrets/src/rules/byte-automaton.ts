/** No node. The root is node 0 and nobody's child. */
const NONE = 0;
const FIRST_ROOM = 1_024;

/**
 * Finds any of many byte patterns in one pass (Aho and Corasick, 1975). A state is the node of the longest end of what was
 * read that begins a pattern. `next` takes two steps a byte on average, however the patterns repeat themselves.
 */
export class ByteAutomaton {
  /** By node: its byte, its first child, the next child of its parent, where it falls back to, and what the methods answer. */
  #byte = new Uint8Array(FIRST_ROOM);
  #child = new Int32Array(FIRST_ROOM);
  #sibling = new Int32Array(FIRST_ROOM);
  #fallback = new Int32Array(FIRST_ROOM);
  #begun = new Int32Array(FIRST_ROOM);
  #match = new Int32Array(FIRST_ROOM);
  /** Children of the root by byte: it has most of them, and is asked most. */
  readonly #first = new Int32Array(256);
  #count = 1;
  #longest = 0;
  #steps = 0;

  constructor(patterns: Iterable<Uint8Array>) {
    for (const pattern of patterns) this.#add(pattern);
    this.#link();
  }

  /** Nodes that `next` has looked from: how much time it took, counted instead of measured. */
  get steps(): number {
    return this.#steps;
  }

  /** Bytes of the longest pattern. */
  get longest(): number {
    return this.#longest;
  }

  /** How much memory it takes: some 21 bytes a node, and room for as many again. */
  get nodes(): number {
    return this.#count;
  }

  /** The state after one more byte. */
  next(state: number, byte: number): number {
    let from = state;
    for (;;) {
      this.#steps++;
      const to = this.#childOf(from, byte);
      if (to !== NONE || from === 0) return to;
      from = this.#fallback[from] ?? 0;
    }
  }

  /** How many of the last bytes begin a pattern that is longer than they are. */
  begun(state: number): number {
    return this.#begun[state] ?? 0;
  }

  /** The length of the longest pattern that ends here; 0 when none does. */
  match(state: number): number {
    return this.#match[state] ?? 0;
  }

  #add(pattern: Uint8Array): void {
    let node = 0;
    this.#longest = Math.max(this.#longest, pattern.length);
    for (const [at, byte] of pattern.entries()) {
      if (at > 0) this.#begun[node] = at;
      node = this.#childOf(node, byte) || this.#addChild(node, byte);
    }
    if (node !== 0) this.#match[node] = pattern.length;
  }

  #childOf(node: number, byte: number): number {
    if (node === 0) return this.#first[byte] ?? NONE;
    let child = this.#child[node] ?? NONE;
    while (child !== NONE && this.#byte[child] !== byte) child = this.#sibling[child] ?? NONE;
    return child;
  }

  #addChild(node: number, byte: number): number {
    if (this.#count === this.#byte.length) this.#grow();
    const child = this.#count++;
    this.#byte[child] = byte;
    this.#sibling[child] = this.#child[node] ?? NONE;
    this.#child[node] = child;
    if (node === 0) this.#first[byte] = child;
    return child;
  }

  #grow(): void {
    const room = this.#byte.length * 2;
    const bytes = new Uint8Array(room);
    bytes.set(this.#byte);
    this.#byte = bytes;
    const larger = (numbers: Int32Array) => {
      const copy = new Int32Array(room);
      copy.set(numbers);
      return copy;
    };
    this.#child = larger(this.#child);
    this.#sibling = larger(this.#sibling);
    this.#fallback = larger(this.#fallback);
    this.#begun = larger(this.#begun);
    this.#match = larger(this.#match);
  }

  /** Breadth first, so that where a node falls back to is known before its children need it. */
  #link(): void {
    const nodes = [0];
    for (const node of nodes) {
      for (let child = this.#child[node] ?? NONE; child !== NONE; child = this.#sibling[child] ?? NONE) {
        const fallback = node === 0 ? 0 : this.next(this.#fallback[node] ?? 0, this.#byte[child] ?? 0);
        this.#fallback[child] = fallback;
        this.#match[child] = Math.max(this.match(child), this.match(fallback));
        this.#begun[child] = Math.max(this.begun(child), this.begun(fallback));
        nodes.push(child);
      }
    }
    this.#steps = 0;
  }
}
