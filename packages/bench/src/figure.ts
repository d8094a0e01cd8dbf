/** A measured value beside the peers' values of the same run: what `pnpm bench NAME --json` prints an array of. */
export interface Figure {
  readonly figure: string;
  readonly unit: string;
  readonly ours: number;
  /** Only peers that have the figure. */
  readonly peers: Readonly<Record<string, number>>;
  /** What ours must be, for instance `<= 2`; `none` where the figure is only to be known. */
  readonly goal: string;
  readonly holds: boolean;
}

export interface Goal {
  readonly text: string;
  readonly holds: (value: number) => boolean;
}

export function atMost(limit: number): Goal {
  return { text: `<= ${limit}`, holds: (value) => value <= limit };
}

export function atLeast(limit: number): Goal {
  return { text: `>= ${limit}`, holds: (value) => value >= limit };
}

/** Of a figure that is only to be known. */
export const NO_GOAL: Goal = { text: 'none', holds: () => true };

export interface Measured {
  readonly figure: string;
  readonly unit: string;
  readonly goal: Goal;
  readonly ours: number;
  readonly peers?: Readonly<Record<string, number>>;
}

/** Rounds to three significant digits, which is more than a shared machine can tell apart, and judges what is shown. */
export function figureOf({ figure, unit, goal, ours, peers = {} }: Measured): Figure {
  const shown = rounded(ours);
  const shownPeers = Object.fromEntries(Object.entries(peers).map(([name, value]) => [name, rounded(value)]));
  return { figure, unit, ours: shown, peers: shownPeers, goal: goal.text, holds: goal.holds(shown) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
