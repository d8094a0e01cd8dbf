/** What an import does with each name. */
export interface ImportPlan {
  /** New names. */
  readonly added: readonly string[];
  /** Names that are there already and get the new value. */
  readonly replaced: readonly string[];
  /** Names that are there already and stay as they are. */
  readonly kept: readonly string[];
}

/** Sorts the names of an import by what is there already. */
export function planImport(
  names: Iterable<string>,
  { held, overwrite }: { readonly held: ReadonlySet<string>; readonly overwrite: boolean },
): ImportPlan {
  const sorted = [...names].sort();
  const there = sorted.filter((name) => held.has(name));
  return {
    added: sorted.filter((name) => !held.has(name)),
    replaced: overwrite ? there : [],
    kept: overwrite ? [] : there,
  };
}
