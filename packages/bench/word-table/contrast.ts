import { encode, type Encoded, type Model, type Text } from './model.ts';

/** Two texts that mean the same. */
export type Pair = readonly [Text, Text];

/** How the loss of a batch changes with the model: for the words of the batch alone. */
export interface Gradient {
  readonly words: ReadonlySet<number>;
  /** As long as the model's; what is not of `words` is zero. */
  readonly rows: Float32Array;
  readonly logWeights: Float32Array;
}

export interface Contrast {
  readonly loss: number;
  readonly gradient: Gradient;
}

/** How sharply a pair must stand out among the batch. */
const TEMPERATURE = 0.07;

/**
 * The contrastive loss of a batch, and its gradient: each text should be nearer to its partner than to the partners of
 * the others, both ways (InfoNCE, van den Oord et al. 2018, with the batch as the negatives). `room` is zeroed by the caller
 * after use.
 */
export function contrast(model: Model, batch: readonly Pair[], room: Omit<Gradient, 'words'>): Contrast {
  const left = encode(
    model,
    batch.map(([text]) => text),
  );
  const right = encode(
    model,
    batch.map(([, text]) => text),
  );
  const size = batch.length;
  const { loss, pull } = judge(similarities(left.units, right.units, size), size);
  const words = new Set<number>();
  const side = { model, room, words };
  spread(side, left, { texts: batch.map(([text]) => text), change: times(pull, right.units, size) });
  spread(side, right, {
    texts: batch.map(([, text]) => text),
    change: times(transposed(pull, size), left.units, size),
  });
  return { loss, gradient: { ...room, words } };
}

function similarities(left: Float32Array, right: Float32Array, size: number): Float32Array {
  const dimensions = left.length / size;
  const scores = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      const at = row * dimensions;
      const other = column * dimensions;
      for (let axis = 0; axis < dimensions; axis++) sum += (left[at + axis] ?? 0) * (right[other + axis] ?? 0);
      scores[row * size + column] = sum / TEMPERATURE;
    }
  }
  return scores;
}

/** Cross entropy along rows and along columns, half each, and how it changes with the similarities. */
function judge(scores: Float32Array, size: number): { loss: number; pull: Float32Array } {
  const pull = new Float32Array(size * size);
  let loss = 0;
  for (const [start, step] of [
    [size, 1],
    [1, size],
  ] as const) {
    for (let line = 0; line < size; line++) loss += softmaxLine({ scores, pull, size }, line * start, [line, step]);
  }
  for (let at = 0; at < pull.length; at++) pull[at] = (pull[at] ?? 0) / (2 * size * TEMPERATURE);
  return { loss: loss / (2 * size), pull };
}

interface Square {
  readonly scores: Float32Array;
  readonly pull: Float32Array;
  readonly size: number;
}

function softmaxLine({ scores, pull, size }: Square, start: number, [target, step]: readonly [number, number]): number {
  let highest = -Infinity;
  for (let place = 0; place < size; place++) highest = Math.max(highest, scores[start + place * step] ?? 0);
  let total = 0;
  for (let place = 0; place < size; place++) total += Math.exp((scores[start + place * step] ?? 0) - highest);
  for (let place = 0; place < size; place++) {
    const at = start + place * step;
    pull[at] = (pull[at] ?? 0) + Math.exp((scores[at] ?? 0) - highest) / total - (place === target ? 1 : 0);
  }
  return Math.log(total) + highest - (scores[start + target * step] ?? 0);
}

function transposed(square: Float32Array, size: number): Float32Array {
  return square.map((_, at) => square[(at % size) * size + Math.floor(at / size)] ?? 0);
}

function times(square: Float32Array, vectors: Float32Array, size: number): Float32Array {
  const dimensions = vectors.length / size;
  const product = new Float32Array(vectors.length);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const factor = square[row * size + column] ?? 0;
      // Nearly all of a batch is far away, and adds next to nothing.
      if (Math.abs(factor) < 1e-7) continue;
      const at = row * dimensions;
      const other = column * dimensions;
      for (let axis = 0; axis < dimensions; axis++) {
        product[at + axis] = (product[at + axis] ?? 0) + factor * (vectors[other + axis] ?? 0);
      }
    }
  }
  return product;
}

interface Side {
  readonly model: Model;
  readonly room: Omit<Gradient, 'words'>;
  readonly words: Set<number>;
}

/** Hands the change of each text's unit vector down to its words. */
function spread({ model, room, words }: Side, { units, norms }: Encoded, of: Spread): void {
  const { dimensions, rows, logWeights } = model;
  of.texts.forEach((text, at) => {
    const start = at * dimensions;
    const change = withoutRadial(of.change.subarray(start, start + dimensions), units.subarray(start), norms[at] ?? 0);
    for (const word of text) {
      words.add(word);
      const weight = Math.exp(logWeights[word] ?? 0);
      const row = word * dimensions;
      let along = 0;
      for (let axis = 0; axis < dimensions; axis++) {
        const slope = weight * (change[axis] ?? 0);
        room.rows[row + axis] = (room.rows[row + axis] ?? 0) + slope;
        along += slope * (rows[row + axis] ?? 0);
      }
      room.logWeights[word] = (room.logWeights[word] ?? 0) + along;
    }
  });
}

interface Spread {
  readonly texts: readonly Text[];
  readonly change: Float32Array;
}

/** A vector that is brought to unit length afterwards changes by what stands across it alone. */
function withoutRadial(change: Float32Array, unit: Float32Array, norm: number): Float32Array {
  if (norm === 0) return new Float32Array(change.length);
  let along = 0;
  for (let axis = 0; axis < change.length; axis++) along += (change[axis] ?? 0) * (unit[axis] ?? 0);
  return change.map((value, axis) => (value - along * (unit[axis] ?? 0)) / norm);
}
