import { formatTable, WEIGHT_STEPS } from '../../mcp-client/src/rules/word-table/table-format.ts';
import { glossary } from './glossary.ts';
import type { Model } from './model.ts';
import { pairsOf } from './pairs.ts';
import { shrink } from './shrink.ts';
import { startModel } from './start.ts';
import { train } from './training.ts';
import { chooseWords } from './vocabulary.ts';
import type { Synset } from './wordnet.ts';

export interface TableInputs {
  /** Words, most frequent first. */
  readonly frequent: readonly string[];
  /** The vector of a word of `frequent`. */
  readonly vectorOf: (word: string) => readonly number[];
  readonly synsets: readonly Synset[];
}

export interface TableOptions {
  /** Words that are trained: those behind the shipped ones teach them. */
  readonly trainedWords: number;
  readonly shippedWords: number;
  /** Length of a vector that comes in. */
  readonly dimensions: number;
  readonly shippedDimensions: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** 0 to 1, the same in every run. */
  readonly random: () => number;
  readonly onEpoch?: (loss: number) => void;
}

/** How often the glossary is repeated: it is small beside the dictionary. */
const GLOSSARY_TIMES = 3;

/** Trains a table of words. The same inputs and options give the same bytes. */
export function makeTable(
  { frequent, vectorOf, synsets }: TableInputs,
  options: TableOptions,
): Uint8Array<ArrayBuffer> {
  const { dimensions, random, epochs, batchSize, onEpoch } = options;
  const trade = glossary();
  const words = chooseWords(frequent, [...synsets, ...trade]).slice(0, options.trainedWords);
  const start = startModel(
    words.map(({ word, rank }) => ({ rank, vector: vectorOf(word) })),
    dimensions,
  );
  const trained: Model = { dimensions, rows: start.rows.slice(), logWeights: start.logWeights.slice() };
  const taught = [...synsets, ...Array.from({ length: GLOSSARY_TIMES }, () => trade).flat()];
  const pairs = pairsOf(taught, { words, random });
  train(trained, pairs, { epochs, batchSize, random, ...(onEpoch && { onEpoch }) });
  const shipped = words.slice(0, options.shippedWords).map(({ word }) => word);
  const small = shrink({
    start,
    trained,
    words: shipped.length,
    dimensions: options.shippedDimensions,
    weightSteps: WEIGHT_STEPS,
  });
  return formatTable({ words: shipped, dimensions: options.shippedDimensions, ...small });
}
