/** What training changes: a row and a weight for each word. */
export interface Model {
  readonly dimensions: number;
  /** One row after the other. */
  readonly rows: Float32Array;
  /** Natural logarithm of how much each word says. */
  readonly logWeights: Float32Array;
}

/** A text as the indexes of its words, each once. */
export type Text = Uint32Array;

/** Texts of one batch, as unit vectors one after the other. */
export interface Encoded {
  readonly units: Float32Array;
  readonly norms: Float32Array;
}

/** The vector of a text is the sum of its words' weighted rows, brought to unit length. */
export function encode({ dimensions, rows, logWeights }: Model, texts: readonly Text[]): Encoded {
  const units = new Float32Array(texts.length * dimensions);
  const norms = new Float32Array(texts.length);
  texts.forEach((text, at) => {
    const unit = units.subarray(at * dimensions, (at + 1) * dimensions);
    for (const word of text) {
      const weight = Math.exp(logWeights[word] ?? 0);
      const row = word * dimensions;
      for (let axis = 0; axis < dimensions; axis++) {
        unit[axis] = (unit[axis] ?? 0) + weight * (rows[row + axis] ?? 0);
      }
    }
    norms[at] = normalise(unit);
  });
  return { units, norms };
}

/** Brings a vector to unit length in place. Answers the length that it had; a vector of zeros stays as it is. */
export function normalise(vector: Float32Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  if (length === 0) return 0;
  for (let axis = 0; axis < vector.length; axis++) vector[axis] = (vector[axis] ?? 0) / length;
  return length;
}
