import { clockText, isTold, untilNextSecond } from '../rules/countdown.ts';
import type { Context } from './context.ts';

interface CountingContext extends Pick<Context, 'terminal'> {
  readonly io: Pick<Context['io'], 'clock' | 'signal'>;
}

export interface Countdown {
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** What is waited for, asked for each time that it is shown: `Waiting for your approval`. */
  readonly what: () => string;
}

/** Shows how much time there is until some work is done: a line that is written over, or a few lines of a log. */
export async function countingDown<Result>(
  context: CountingContext,
  countdown: Countdown,
  work: Promise<Result>,
): Promise<Result> {
  const done = new AbortController();
  // What stderr does not take must not cost what was waited for: tokens, perhaps.
  const ticking = tick(context, countdown, AbortSignal.any([context.io.signal, done.signal])).catch(() => undefined);
  try {
    return await work;
  } finally {
    done.abort();
    await ticking;
    await context.terminal.clearProgress().catch(() => undefined);
  }
}

async function tick(
  { io, terminal }: CountingContext,
  { endsAt, what }: Countdown,
  signal: AbortSignal,
): Promise<void> {
  const sentence = (now: number) => `${what()}: ${clockText(endsAt, now)} left`;
  if (!terminal.watched) await terminal.note(sentence(io.clock.now()));
  for (let now = io.clock.now(); ; now = io.clock.now()) {
    if (terminal.watched) await terminal.progress(terminal.errorStyle.faint(sentence(now)));
    else if (isTold(endsAt, now)) await terminal.note(sentence(now));
    const pause = untilNextSecond(endsAt, now);
    if (pause === undefined) return;
    try {
      await io.clock.sleep(pause, signal);
    } catch {
      return;
    }
  }
}
