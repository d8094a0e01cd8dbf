import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { MaskStream } from '../../rules/mask.ts';

export interface PumpOptions {
  /** What the program writes into. */
  readonly source: Readable;
  readonly mask: MaskStream;
  /** Where it goes. Not ended. */
  readonly target: NodeJS.WritableStream;
}

/** One stream of output under way. */
export interface Pump {
  /** Settles when the source has ended and all of it was written, or when the target is gone. Never rejects. */
  readonly done: Promise<void>;
  /** Bytes that were read. */
  readonly taken: number;
  /** Whether the target is still taking what it was given. */
  readonly isWaiting: boolean;
  /** Writes what has arrived, and reads no more. */
  detach(): void;
}

/** Copies output through a mask as fast as the target takes it, in order and without piling it up. */
export function pumpOutput({ source, mask, target }: PumpOptions): Pump {
  const detached = new AbortController();
  const state = { taken: 0, isWaiting: false, isGone: false };
  const write = async (bytes: Uint8Array) => {
    if (bytes.length === 0 || state.isGone) return;
    state.isWaiting = true;
    state.isGone = await failsToTake(target, bytes);
    state.isWaiting = false;
  };
  const copy = async () => {
    target.on('error', ignore);
    while (!state.isGone) {
      const chunk = source.read() as Uint8Array | null;
      if (chunk !== null) {
        state.taken += chunk.length;
        await write(mask.push(chunk));
      } else if (source.readableEnded || source.destroyed || detached.signal.aborted) break;
      else await moved(source, detached.signal);
    }
    await write(mask.end());
    // A target that is gone says so once more, later: with nobody listening the whole process would end.
    if (!state.isGone) target.removeListener('error', ignore);
    // Of a target that is gone the program hears as it would without us: its next write fails.
    source.destroy();
  };
  return {
    done: copy(),
    get taken() {
      return state.taken;
    },
    get isWaiting() {
      return state.isWaiting;
    },
    detach: () => {
      detached.abort();
    },
  };
}

function ignore(): void {
  // Each write hears of its own failure.
}

function failsToTake(target: NodeJS.WritableStream, bytes: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    target.write(bytes, (error) => {
      resolve(error instanceof Error);
    });
  });
}

/** Waits until there is something to read, or there never will be. */
async function moved(source: Readable, detached: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, detached]);
  try {
    await Promise.race(['readable', 'end', 'close'].map((event) => once(source, event, { signal })));
  } catch {
    // Detached, or broken off: what has arrived is still there to be read.
  } finally {
    settled.abort();
  }
}
