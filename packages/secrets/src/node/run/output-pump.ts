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
  const state = { taken: 0, isWaiting: false, isGone: false, isDetached: false };
  const news = newsOf(source);
  const write = async (bytes: Uint8Array) => {
    if (bytes.length === 0 || state.isGone) return;
    state.isWaiting = true;
    state.isGone = await failsToTake(target, bytes);
    state.isWaiting = false;
  };
  const copy = async () => {
    target.on('error', ignore);
    while (!state.isGone) {
      // Asked before what has arrived is read: a flood would otherwise bring more each time, and never end.
      const isLast = state.isDetached || source.readableEnded || source.destroyed;
      const chunk = source.read() as Uint8Array | null;
      state.taken += chunk?.length ?? 0;
      if (chunk !== null) await write(mask.push(chunk));
      if (isLast) break;
      if (chunk === null) await news.next();
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
      state.isDetached = true;
      news.tell();
    },
  };
}

function ignore(): void {
  // Each write hears of its own failure; a source that fails is destroyed, and says so.
}

function failsToTake(target: NodeJS.WritableStream, bytes: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    target.write(bytes, (error) => {
      resolve(error instanceof Error);
    });
  });
}

/** `next` settles when there is something to read, or never will be: at the first of these that comes after the call. */
function newsOf(source: Readable): { next(): Promise<void>; tell(): void } {
  let hear: () => void = ignore;
  const tell = () => {
    hear();
  };
  for (const event of ['readable', 'end', 'close']) source.on(event, tell);
  source.on('error', ignore);
  return {
    tell,
    next: () =>
      new Promise((resolve) => {
        hear = resolve;
      }),
  };
}
