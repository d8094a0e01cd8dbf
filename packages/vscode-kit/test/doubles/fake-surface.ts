import type { Surface } from '../../src/ports/window.ts';
import type { GateStatus } from '../../src/words/gate-state.ts';
import type { StatusLine } from '../../src/words/notice.ts';

export interface FakeSurface extends Surface {
  /** What the status bar shows; undefined before it shows anything. */
  readonly line: StatusLine | undefined;
  /** Every value that the context key had, oldest first. */
  readonly states: readonly GateStatus[];
  /** Makes both fail from now on. */
  fail(error: Error): void;
}

export function createFakeSurface(): FakeSurface {
  const states: GateStatus[] = [];
  let line: StatusLine | undefined;
  let failure: Error | undefined;
  return {
    states,
    get line() {
      return line;
    },
    showStatus: (shown) => {
      if (failure) throw failure;
      line = shown;
    },
    setState: (status) => {
      if (failure) return Promise.reject(failure);
      states.push(status);
      return Promise.resolve();
    },
    fail: (error) => {
      failure = error;
    },
  };
}
