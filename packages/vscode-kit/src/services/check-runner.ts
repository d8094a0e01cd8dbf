import type { Clock, Verdict } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { CheckFacts } from '../rules/diagnostics.ts';
import type { Occasion } from '../rules/notice.ts';
import { eventOfVerdict } from '../rules/verdict-event.ts';
import { checkCredential } from './credential-check.ts';
import type { GateCredential } from './gate-credential.ts';
import type { GateMachine } from './gate-machine.ts';
import type { KeyChecker } from './key-checker.ts';

/** How many checks the diagnostics tell of. */
const REMEMBERED = 10;

/** What there is to check. */
export interface CheckSubject {
  /** The machine's number of it. */
  readonly subject: number;
  readonly checker: KeyChecker;
  readonly credential: GateCredential;
}

export interface CheckRunnerOptions {
  readonly machine: GateMachine;
  readonly clock: Clock;
  /** Undefined when there is nothing to check. */
  readonly subject: () => CheckSubject | undefined;
  /** Told that the sign-in of a subject is over. */
  readonly onOver: (subject: number) => void;
}

interface Flight {
  readonly subject: number;
  readonly ending: AbortController;
  how: Occasion;
  done: Promise<void>;
}

/** Checks the key, one check at a time, and tells the machine what came of it. */
export class CheckRunner {
  readonly #options: CheckRunnerOptions;
  readonly #listeners = new Set<() => void>();
  readonly #history: CheckFacts[] = [];
  #flight: Flight | undefined;
  #failures = 0;
  #retryAfterMs: number | undefined;
  #lastCheckedAt: number | undefined;

  constructor(options: CheckRunnerOptions) {
    this.#options = options;
  }

  get isUnderWay(): boolean {
    return this.#flight !== undefined;
  }

  /** Checks in a row that did not reach the gateway. */
  get failures(): number {
    return this.#failures;
  }

  /** The pause that the gateway asked for last: milliseconds. */
  get retryAfterMs(): number | undefined {
    return this.#retryAfterMs;
  }

  /** When the last check ended: milliseconds since 1970. */
  get lastCheckedAt(): number | undefined {
    return this.#lastCheckedAt;
  }

  /** The latest checks, oldest first. */
  get history(): readonly CheckFacts[] {
    return this.#history;
  }

  /** Resolves when the check has ended; whoever comes while one is under way waits for that one. Never rejects. */
  async run(how: Occasion): Promise<void> {
    const subject = this.#options.subject();
    if (subject === undefined) return;
    if (this.#flight?.subject === subject.subject) {
      if (how === 'asked') this.#flight.how = how;
      await this.#flight.done;
      return;
    }
    this.abort();
    const flight: Flight = {
      ...{ subject: subject.subject, how, ending: new AbortController(), done: Promise.resolve() },
    };
    this.#flight = flight;
    flight.done = this.#fly(flight, subject);
    await flight.done;
  }

  /** Ends the check under way; nothing comes of it. */
  abort(): void {
    this.#flight?.ending.abort();
    this.#flight = undefined;
  }

  /** Takes note of a check that was made elsewhere, `startedAt` milliseconds since 1970. */
  note(verdict: Verdict, startedAt: number): void {
    const now = this.#options.clock.now();
    const failed = verdict.status === 'unavailable' || (verdict.status === 'valid' && verdict.via === 'receipt');
    this.#failures = failed ? this.#failures + 1 : 0;
    this.#retryAfterMs = pauseOf(verdict);
    this.#lastCheckedAt = now;
    this.#history.push(factsOf(verdict, startedAt, now));
    if (this.#history.length > REMEMBERED) this.#history.shift();
    for (const listener of [...this.#listeners]) listener();
  }

  /** Tells after each check that was noted. */
  onDidEnd(listener: () => void): Subscription {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  async #fly(flight: Flight, { subject, checker, credential }: CheckSubject): Promise<void> {
    const { machine, clock, onOver } = this.#options;
    const startedAt = clock.now();
    const { signal } = flight.ending;
    const verdict = await checkCredential({ checker, credential, clock }, signal).catch(() => 'failed' as const);
    // Aborted: somebody else's turn.
    if (this.#flight !== flight) return;
    this.#flight = undefined;
    if (verdict === 'failed') return;
    if (verdict === undefined) {
      onOver(subject);
      return;
    }
    machine.dispatch([eventOfVerdict(subject, verdict)], flight.how);
    this.note(verdict, startedAt);
  }
}

function pauseOf(verdict: Verdict): number | undefined {
  switch (verdict.status) {
    case 'valid':
      return verdict.grace?.retryAfterMs;
    case 'invalid':
      return undefined;
    case 'unavailable':
      return verdict.retryAfterMs;
  }
}

function factsOf(verdict: Verdict, startedAt: number, now: number): CheckFacts {
  const facts = { at: new Date(startedAt).toISOString(), tookMs: now - startedAt, status: verdict.status };
  switch (verdict.status) {
    case 'valid':
      return verdict.grace === undefined ? facts : { ...facts, reason: verdict.grace.because };
    case 'invalid':
    case 'unavailable':
      return { ...facts, reason: verdict.reason, code: verdict.code, requestId: verdict.requestId };
  }
}
