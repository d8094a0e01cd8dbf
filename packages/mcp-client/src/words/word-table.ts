/** Vectors of words: by them an index finds tools whose words are not those of the request. */
export interface WordTable {
  /** Length of a vector. */
  readonly dimensions: number;
  /** How many words it knows. */
  readonly size: number;
  /** The unit vector of the words of a stem; undefined when it knows none of them. A new array, which the caller may keep. */
  vectorOf(stem: string): Float32Array | undefined;
  /** How much the words of a stem say: 1 for the rarest, near 0 for the most frequent; 0 when it knows none of them. */
  weightOf(stem: string): number;
}
