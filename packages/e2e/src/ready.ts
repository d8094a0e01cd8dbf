import { setTimeout } from 'node:timers/promises';
import type { Program } from './program.ts';

const POLL_MS = 50;

export interface ReadyQuestion {
  /** How people know the program. */
  readonly name: string;
  /** Asked until it answers 200. */
  readonly url: string;
  readonly timeoutMs: number;
}

/** Waits until a program serves; stops it, and throws with all that it wrote, when it ends or takes too long. */
export async function untilReady(program: Program, { name, url, timeoutMs }: ReadyQuestion): Promise<void> {
  const over = AbortSignal.any([endOf(program), AbortSignal.timeout(timeoutMs)]);
  while (!over.aborted) {
    const answer = await fetch(url, { signal: over }).catch(() => undefined);
    if (answer?.status === 200) return;
    await setTimeout(POLL_MS);
  }
  await program.stop();
  throw new Error(`${name} did not become ready:\n${Object.values(program.output()).join('\n')}`);
}

function endOf(program: Program): AbortSignal {
  const end = new AbortController();
  void program.ended.finally(() => end.abort());
  return end.signal;
}
