/** Vectors of words: what an index may use for the words of a request that no tool has. */
export interface WordTable {
  /** Length of a vector. */
  readonly dimensions: number;
  /** The unit vector of a word in lower case, with the table's mean removed; undefined for a word that it does not know. */
  vectorOf(word: string): Float32Array | undefined;
  /** How much a word says, above 0: a frequent one says little. */
  weightOf(word: string): number;
}
