/** Vectors one after the other. */
export interface Vectors {
  readonly dimensions: number;
  readonly values: Float32Array;
}

/** More sweeps than any symmetric matrix of this size takes. */
const SWEEPS = 50;

/**
 * The directions along which vectors are longest, longest first, each of unit length: the eigenvectors of their second
 * moments by cyclic Jacobi rotations (Golub and Van Loan, 8.5). The largest part of each is positive, so that the answer is one.
 */
export function principalDirections(vectors: Vectors): Float64Array[] {
  const { dimensions } = vectors;
  const matrix = secondMoments(vectors);
  const turned = identity(dimensions);
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(matrix) > 1e-12 * trace(matrix); sweep++) {
    for (let p = 0; p < dimensions - 1; p++) for (let q = p + 1; q < dimensions; q++) rotate(matrix, turned, [p, q]);
  }
  const order = matrix
    .map((row, at) => ({ at, length: row[at] ?? 0 }))
    .sort((a, b) => b.length - a.length || a.at - b.at);
  return order.map(({ at }) => positive(Float64Array.from(turned, (row) => row[at] ?? 0)));
}

function secondMoments({ dimensions, values }: Vectors): Float64Array[] {
  const matrix = Array.from({ length: dimensions }, () => new Float64Array(dimensions));
  for (let start = 0; start < values.length; start += dimensions) {
    matrix.forEach((row, p) => {
      const factor = values[start + p] ?? 0;
      for (let q = 0; q < dimensions; q++) row[q] = (row[q] ?? 0) + factor * (values[start + q] ?? 0);
    });
  }
  return matrix;
}

function identity(size: number): Float64Array[] {
  return Array.from({ length: size }, (_, at) => new Float64Array(size).fill(1, at, at + 1));
}

function trace(matrix: readonly Float64Array[]): number {
  return matrix.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
}

function offDiagonal(matrix: readonly Float64Array[]): number {
  let sum = 0;
  matrix.forEach((row, p) => {
    for (let q = p + 1; q < row.length; q++) sum += Math.abs(row[q] ?? 0);
  });
  return sum;
}

/** Turns axes p and q so that they no longer depend on each other. */
function rotate(
  matrix: readonly Float64Array[],
  turned: readonly Float64Array[],
  [p, q]: readonly [number, number],
): void {
  const shared = matrix[p]?.[q] ?? 0;
  if (shared === 0) return;
  const theta = ((matrix[q]?.[q] ?? 0) - (matrix[p]?.[p] ?? 0)) / (2 * shared);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  const mix = (row: Float64Array) => {
    const [first, second] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = cosine * first - sine * second;
    row[q] = sine * first + cosine * second;
  };
  matrix.forEach(mix);
  const [above, below] = [matrix[p], matrix[q]];
  if (above === undefined || below === undefined) return;
  for (let at = 0; at < above.length; at++) {
    const [first, second] = [above[at] ?? 0, below[at] ?? 0];
    above[at] = cosine * first - sine * second;
    below[at] = sine * first + cosine * second;
  }
  turned.forEach(mix);
}

function positive(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}
