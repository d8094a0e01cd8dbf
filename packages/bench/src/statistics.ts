/** The value below which the given share (0 to 1) of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError('A share lies between 0 and 1.');
  const ordered = Float64Array.from(values).sort();
  const value = ordered[Math.max(Math.ceil(share * ordered.length) - 1, 0)];
  if (value === undefined) throw new RangeError('Of no values there is no percentile.');
  return value;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const ordered = Float64Array.from(values).sort();
  const upper = ordered[Math.floor(ordered.length / 2)];
  const lower = ordered[Math.ceil(ordered.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('Of no values there is no median.');
  return (lower + upper) / 2;
}
