import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Clock } from '@wicketgate/core';
import type { Pump } from './output-pump.ts';

/** Bytes that may still lie in a pipe when its program ends. What comes after so many is somebody else's. */
const MOST_LEFT_BEHIND = 1_048_576;

export interface EndOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/** The exit code of a program as shells tell it: its own, or 128 and the number of the signal that ended it. */
export async function programEnd(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    // One that runs fails as well, when it may not be signalled: `sudo` is another user's. Its end is waited for.
    child.on('error', (error) => {
      if (child.pid === undefined) reject(error);
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    });
  });
}

/** Asks a program to end when the signal is aborted, and makes it after `patienceMs`. */
export function endOnAbort(child: ChildProcess, { clock, signal, patienceMs }: EndOptions & { patienceMs: number }) {
  const gone = new AbortController();
  const stop = () => {
    child.kill('SIGTERM');
    clock.sleep(patienceMs, gone.signal).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    );
  };
  signal?.addEventListener('abort', stop, { once: true });
  return () => {
    signal?.removeEventListener('abort', stop);
    gone.abort();
  };
}

/**
 * Waits for the output of a program that has ended. What it has started may hold its pipes open for ever: after `graceMs`
 * they are left to it, unless the target was too slow until then for what lies in them.
 */
export async function drainOutput(
  pumps: readonly Pump[],
  { clock, signal, graceMs }: EndOptions & { graceMs: number },
) {
  await Promise.all(
    pumps.map(async (pump) => {
      const most = pump.taken + MOST_LEFT_BEHIND;
      const isLate = () => !pump.isWaiting || pump.taken > most || signal?.aborted === true;
      for (;;) {
        if (await endsWithin(pump.done, { clock, ms: graceMs })) return;
        if (isLate()) break;
      }
      pump.detach();
      // Whoever does not read any more cannot be waited for, once the program was told to end.
      if (signal?.aborted !== true) await pump.done;
    }),
  );
}

async function endsWithin(done: Promise<void>, { clock, ms }: { clock: Clock; ms: number }): Promise<boolean> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(
    () => false,
    () => true,
  );
  const hasEnded = await Promise.race([done.then(() => true), late]);
  over.abort();
  return hasEnded;
}
