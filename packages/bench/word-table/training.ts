import { createAdam } from './adam.ts';
import { contrast, type Pair } from './contrast.ts';
import type { Model } from './model.ts';

export interface TrainingOptions {
  /** How often each pair is seen. */
  readonly epochs: number;
  /** How many pairs at once: each is told from all the others. */
  readonly batchSize: number;
  /** 0 to 1, the same in every run. */
  readonly random: () => number;
  /** Hears the mean loss of each epoch. */
  readonly onEpoch?: (loss: number) => void;
}

/** The rate falls from 1 to this in equal steps. */
const LAST_DECAY = 0.1;

/** Trains a model in place, so that texts of a pair come near each other and all others stay away. */
export function train(model: Model, pairs: readonly Pair[], options: TrainingOptions): void {
  const { epochs, batchSize, random } = options;
  const adam = createAdam(model);
  const room = {
    rows: new Float32Array(model.rows.length),
    logWeights: new Float32Array(model.logWeights.length),
  };
  const batches = Math.floor(pairs.length / batchSize) || 1;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(pairs, random);
    let total = 0;
    for (let batch = 0; batch < batches; batch++) {
      const { loss, gradient } = contrast(model, order.slice(batch * batchSize, (batch + 1) * batchSize), room);
      const count = epoch * batches + batch + 1;
      adam.take({ gradient, count, decay: 1 - ((1 - LAST_DECAY) * count) / (epochs * batches) });
      clear(room, gradient.words, model.dimensions);
      total += loss;
    }
    options.onEpoch?.(total / batches);
  }
}

function clear(
  room: { rows: Float32Array; logWeights: Float32Array },
  words: ReadonlySet<number>,
  dimensions: number,
): void {
  for (const word of words) {
    room.rows.fill(0, word * dimensions, (word + 1) * dimensions);
    room.logWeights[word] = 0;
  }
}

/** Fisher and Yates. */
function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [order[last], order[other]];
    if (a === undefined || b === undefined) continue;
    order[last] = b;
    order[other] = a;
  }
  return order;
}
