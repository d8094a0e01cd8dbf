/** What a process that shares the sign-in says. Times are milliseconds since 1970. */
export type HolderWord =
  | { readonly kind: 'answered'; readonly askedAt: number; readonly waitedMs: number }
  | { readonly kind: 'failed'; readonly askedAt: number; readonly code: string }
  | { readonly kind: 'signed_out'; readonly because: string };

/** A time during which the gateway was away. */
export interface Outage {
  readonly from: number;
  readonly until: number;
}

/** What all of them have said, all together. */
export class Hearsay {
  readonly outages: Outage[] = [];
  /** How long each waited for a credential while the gateway was there. */
  readonly waitsMs: number[] = [];
  /** By the reason, while the gateway was there. */
  readonly failed = new Map<string, number>();
  readonly signedOut = new Map<string, number>();
  answered = 0;
  failedInOutage = 0;
  #awaySince: number | undefined;

  /** The gateway goes. */
  away(now: number): void {
    this.#awaySince = now;
  }

  /** The gateway is there again. */
  back(now: number): void {
    if (this.#awaySince !== undefined) this.outages.push({ from: this.#awaySince, until: now });
    this.#awaySince = undefined;
  }

  note(word: HolderWord, now: number): void {
    if (word.kind === 'signed_out') {
      count(this.signedOut, word.because);
      return;
    }
    const isInOutage = this.isInOutage(word.askedAt, now);
    if (word.kind === 'answered') {
      this.answered++;
      if (!isInOutage) this.waitsMs.push(word.waitedMs);
    } else if (isInOutage) this.failedInOutage++;
    else count(this.failed, word.code);
  }

  /** Whether the gateway was away at any moment of a time. */
  isInOutage(from: number, until: number): boolean {
    const isAway = this.#awaySince !== undefined && this.#awaySince <= until;
    return isAway || this.outages.some((outage) => outage.from <= until && from <= outage.until);
  }
}

export function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
