import type { WordTable } from '../../../src/words/word-table.ts';

/** A table of a few words with vectors as they are written, each brought to unit length. */
export function literalTable(vectors: Readonly<Record<string, readonly number[]>>): WordTable {
  const units = new Map(
    Object.entries(vectors).map(([stem, vector]) => {
      const length = Math.hypot(...vector) || 1;
      return [stem, Float32Array.from(vector, (value) => value / length)];
    }),
  );
  return {
    dimensions: Object.values(vectors)[0]?.length ?? 1,
    size: units.size,
    vectorOf: (stem) => units.get(stem)?.slice(),
    weightOf: (stem) => (units.has(stem) ? 1 : 0),
  };
}
