import type { AnswerOf, endpoints } from '@wicketgate/contract';
import { instantText, relativeTime } from '../relative-time.ts';
import { limitsText, type ViewOptions } from './key-view.ts';
import { detailText } from './table.ts';

export type UsageAnswer = AnswerOf<typeof endpoints.auth.usage>;

/** Calls and limits, a fact to a line. */
export function usageView({ calls, limits }: UsageAnswer, { now, style }: ViewOptions): string {
  const { total, lastUsedAt } = calls;
  const last = lastUsedAt === null ? 'none' : `${instantText(lastUsedAt)} (${relativeTime(lastUsedAt, now)})`;
  return detailText(
    [
      ['calls', `${total} (counted up to a minute late)`],
      ['last call', last],
      ['limits', limitsText(limits)],
    ],
    style,
  );
}
