/** What is compared when scores are equal. */
export type IdOf = (slot: number) => string;

/** The slots of the highest scores above 0, best first, ties by id. */
export function topSlots(
  scores: Float64Array,
  { size, limit, idOf }: { size: number; limit: number; idOf: IdOf },
): number[] {
  const top: number[] = [];
  let least = 0;
  for (let slot = 0; slot < size; slot += 1) {
    const score = scores[slot] ?? 0;
    if (score === 0 || score < least) continue;
    const isBefore = (other: number): boolean => {
      const theirs = scores[other] ?? 0;
      return theirs === score ? idOf(other) < idOf(slot) : theirs > score;
    };
    insert(top, slot, isBefore);
    if (top.length > limit) top.pop();
    if (top.length === limit) least = scores[top[limit - 1] ?? 0] ?? 0;
  }
  return top;
}

function insert(top: number[], slot: number, isBefore: (other: number) => boolean): void {
  let low = 0;
  let high = top.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(top[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  top.splice(low, 0, slot);
}
