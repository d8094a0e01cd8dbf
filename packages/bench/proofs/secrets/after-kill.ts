/** What a file is after its writer was killed. */
export interface AfterKill {
  /** The round that all names have, or undefined when they differ. */
  readonly round: number | undefined;
  /** Whether that is the last round that the writer said it had written, or the one after it. */
  readonly isOldOrNew: boolean;
}

/** Judges the values of a file by the last round that was said to be written. */
export function judgeAfterKill(
  values: ReadonlyMap<string, string>,
  { names, said }: { readonly names: readonly string[]; readonly said: number },
): AfterKill {
  const rounds = new Set(names.map((name) => values.get(name)));
  const [only] = rounds;
  const round = rounds.size === 1 && only !== undefined ? Number(only) : undefined;
  return { round, isOldOrNew: round === said || round === said + 1 };
}
