import type { Limits } from '../domain/key-record.ts';
import type { Limiter } from '../ports/limiter.ts';
import { createTrials } from './trials.ts';

/** What wrong tries spend: a bucket and how many it holds. */
export interface Budget {
  readonly bucket: string;
  readonly limits: Limits;
}

export interface Attempt {
  /** All of them must have something left; a wrong try spends from each. */
  readonly budgets: readonly Budget[];
  /** What is tried: the same text many times at once is one try. */
  readonly text: string;
  readonly now: number;
}

/** A try that was judged, or one that came when there was nothing left. */
export type Attempted<T> =
  { readonly kind: 'judged'; readonly verdict: T } | { readonly kind: 'throttled'; readonly retryAfterSeconds: number };

/** Lets people try texts, and wrong ones only so often. Right ones cost nothing: many people may share an address. */
export interface TryBudget {
  attempt<T extends { readonly wrong: boolean }>(attempt: Attempt, judge: () => Promise<T>): Promise<Attempted<T>>;
}

export function createTryBudget(limiter: Limiter): TryBudget {
  const trials = createTrials();
  return {
    async attempt({ budgets, text, now }, judge) {
      const looks = budgets.map(async ({ bucket, limits }) => ({
        bucket,
        ...(await limiter.peek(bucket, limits, now)),
      }));
      const left = await Promise.all(looks);
      // What is being judged may yet spend. Nothing waits between this look and the trial.
      const spent = left.filter((look) => !look.allowed || trials.others(look.bucket, text) > look.remaining);
      if (spent.length > 0) {
        return { kind: 'throttled', retryAfterSeconds: Math.max(1, ...spent.map((look) => look.retryAfterSeconds)) };
      }
      const judgeAndSpend = async () => {
        const verdict = await judge();
        if (verdict.wrong) await Promise.all(budgets.map(({ bucket, limits }) => limiter.take(bucket, limits, now)));
        return verdict;
      };
      const during = budgets.reduceRight(
        (inner, { bucket }) =>
          () =>
            trials.during(bucket, text, inner),
        judgeAndSpend,
      );
      return { kind: 'judged', verdict: await during() };
    },
  };
}
