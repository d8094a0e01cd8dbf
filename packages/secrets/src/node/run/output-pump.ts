import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { MaskStream } from '../../rules/mask.ts';

/** What is written to: a stream of the process, or a test's collector. */
export type Output = NodeJS.WritableStream;

export interface Pump {
  /** Settles when the source has ended and all of it was written, or when the target is gone. Never rejects. */
  readonly done: Promise<void>;
  /** Whether it waits for the target right now. */
  readonly isWaiting: boolean;
  /** Reads no more than what has arrived, and ends. */
  detach(): void;
}

/** Copies a program's output to a target through a mask, as fast as the target takes it. The target is not ended. */
export function pumpOutput(source: Readable, mask: MaskStream, target: Output): Pump {
  let isWaiting = false;
  let isGone = false;
  const leave = () => {
    isGone = true;
    // The program hears of it as it would without us: its next write fails.
    source.destroy();
  };
  const write = async (bytes: Uint8Array) => {
    if (bytes.length === 0 || isGone || target.write(bytes)) return;
    isWaiting = true;
    await Promise.race([once(target, 'drain'), once(target, 'close'), once(source, 'close')]).catch(leave);
    isWaiting = false;
  };
  const copy = async () => {
    target.once('error', leave);
    try {
      for await (const chunk of source) await write(mask.push(chunk as Uint8Array));
    } catch {
      // The source was cut off: what it has given until then stands.
    }
    await write(mask.end());
    target.removeListener('error', leave);
  };
  return {
    done: copy(),
    get isWaiting() {
      return isWaiting;
    },
    detach: () => {
      source.push(null);
    },
  };
}
