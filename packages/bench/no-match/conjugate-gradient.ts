type Vector = Float64Array;

const STEPS_EACH = 4;
/** Of the right side's length. */
const SETTLED = 1e-12;

/** The solution of `times(x) = right`, for a symmetric positive definite matrix that is given by what it does to a vector. */
export function conjugateGradient(times: (vector: Vector) => Vector, right: Vector): Vector {
  let solution: Vector = new Float64Array(right.length);
  let rest = right;
  let direction = right;
  let length = dot(rest, rest);
  const settled = length * SETTLED ** 2;
  for (let step = 0; step < STEPS_EACH * right.length && length > settled; step += 1) {
    const bent = times(direction);
    const far = length / dot(direction, bent);
    solution = sum(solution, direction, far);
    rest = sum(rest, bent, -far);
    const left = dot(rest, rest);
    direction = sum(rest, direction, left / length);
    length = left;
  }
  return solution;
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((total, value, at) => total + value * (b[at] ?? 0), 0);
}

function sum(a: Vector, b: Vector, factor: number): Vector {
  return a.map((value, at) => value + factor * (b[at] ?? 0));
}
