import { atLeast, atMost, type Figure, figureOf, type Goal, NO_GOAL } from '../../src/figure.ts';
import { median } from '../../src/statistics.ts';
import { HOLDERS, KILLS, OUTAGES, ROUNDS, type Seen } from './crowd.ts';
import { sumOf } from './hearsay.ts';
import type { StoreKind } from './shared-store.ts';

/** What the gateway has of a sign-in at the end. */
export interface Kept {
  readonly alive: number;
  /** Answers with the very tokens that an earlier answer had, since that was lost. */
  readonly givenAgain: number;
  /** Sign-ins that it ended since a token was used twice. */
  readonly reuses: number;
}

/** How long the gateway gives the same tokens again: whoever comes after somebody who was killed must come sooner. */
const GRACE_SECONDS = 30;

export function figuresOf(kind: StoreKind, seen: Seen, kept: Kept): Figure[] {
  const { hearsay, watch } = seen;
  const rows: readonly (readonly [figure: string, unit: string, goal: Goal, ours: number])[] = [
    ['refreshes of the one sign-in', 'refreshes', atLeast(ROUNDS), watch.refreshes],
    ['answers given again to a parent', 'answers', NO_GOAL, kept.givenAgain],
    ['processes killed', 'kills', atLeast(KILLS), seen.kills],
    ['of them under the lock of the sign-in', 'kills', atLeast(KILLS / 5), seen.killedInLockAt.length],
    ['longest time from there to the next refresh', 's', atMost(GRACE_SECONDS), longestGap(seen)],
    ['times the gateway was away', 'times', atLeast(OUTAGES.length), hearsay.outages.length],
    ['calls answered', 'calls', atLeast((ROUNDS * HOLDERS) / 2), hearsay.answered],
    ['calls that failed while it was there', 'calls', atMost(0), sumOf(hearsay.failed)],
    ['calls that failed while it was away', 'calls', NO_GOAL, hearsay.failedInOutage],
    ['median wait for a credential', 'ms', NO_GOAL, median(hearsay.waitsMs)],
    ['longest wait for a credential', 's', atMost(GRACE_SECONDS), Math.max(...hearsay.waitsMs) / 1_000],
    ['times somebody was signed out', 'times', atMost(0), sumOf(hearsay.signedOut)],
    ['reads of the store', 'reads', NO_GOAL, watch.reads],
    ['of them without a whole record', 'reads', atMost(0), sumOf(watch.torn)],
    ['sign-ins ended for a token used twice', 'sign-ins', atMost(0), kept.reuses],
    ['processes with a valid token at the end', 'processes', atLeast(HOLDERS), seen.answering],
    ['sign-ins alive at the end', 'sign-ins', atLeast(1), kept.alive],
  ];
  return rows.map(([figure, unit, goal, ours]) => figureOf({ figure: `${kind}: ${figure}`, unit, goal, ours }));
}

/** Seconds. Where the gateway was away in between, nobody could. */
function longestGap({ killedInLockAt, watch, hearsay }: Seen): number {
  const gaps = killedInLockAt.map((from) => {
    const until = watch.seenAt.find((at) => at > from);
    return until === undefined || hearsay.isInOutage(from, until) ? 0 : until - from;
  });
  return Math.max(0, ...gaps) / 1_000;
}
