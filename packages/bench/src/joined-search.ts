/** Between the parts of a request that is several searches. */
const PART_SEPARATOR = '\u0001';

/** The searches that a request is: itself, unless it holds U+0001. */
export function searchesOf(request: string): string[] {
  const parts = request.split(PART_SEPARATOR).filter((part) => part.trim() !== '');
  return parts.length === 0 ? [''] : parts;
}

/** The best of each list, then the second of each, and so on: each id once, where it comes first. */
export function joinedInTurns(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const ranks = Array.from({ length: longest }, (_, rank) => lists.flatMap((list) => list[rank] ?? []));
  return [...new Set(ranks.flat())];
}
